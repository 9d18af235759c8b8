using System.Text;
using System.Text.Json;
using IntakeBot.Host.Robots;

namespace IntakeBot.Host.Tests.Robots;

public sealed class RobotProductTests
{
    private static readonly RobotOptions s_strict = new();

    [Fact]
    public void Signatures_are_those_of_the_products()
    {
        Uri.EscapeDataString(DingTalkRobot.Sign("SECtest", 1600000000000)).ShouldBe("J1ROuI0lRhdAs5lXpASksT0u9NwWl4DNkvcHISJRBoY%3D");
        FeishuRobot.Sign("SECtest", 1600000000).ShouldBe("mhieWnSyoErxMnitRpWy7WiXUgvrgNLx3EOjdVNMVC8=");
        RobotProduct.Of(RobotKind.DingTalk).Target(new("https://oapi.dingtalk.com/robot/send?access_token=T"), "SECtest", DateTimeOffset.FromUnixTimeMilliseconds(1600000000000)).AbsoluteUri
            .ShouldBe("https://oapi.dingtalk.com/robot/send?access_token=T&timestamp=1600000000000&sign=J1ROuI0lRhdAs5lXpASksT0u9NwWl4DNkvcHISJRBoY%3D");
        JsonSerializer.Serialize(RobotProduct.Of(RobotKind.Feishu).Body("x", false, "SECtest", DateTimeOffset.FromUnixTimeSeconds(1600000000)))
            .ShouldContain("\"timestamp\":\"1600000000\",\"sign\":\"mhieWnSyoErxMnitRpWy7WiXUgvrgNLx3EOjdVNMVC8=\"");
    }

    [Theory]
    [InlineData(RobotKind.WeCom, """{"errcode":0,"errmsg":"ok"}""", "delivered")]
    [InlineData(RobotKind.WeCom, """{"errcode":45009}""", "rate 45009")]
    [InlineData(RobotKind.WeCom, """{"errcode":93000}""", "unknown 93000")]
    [InlineData(RobotKind.WeCom, """{"errcode":40058}""", "refused 40058")]
    [InlineData(RobotKind.WeCom, """{"code":0}""", "unreadable")]
    [InlineData(RobotKind.WeCom, """[0]""", "unreadable")]
    [InlineData(RobotKind.WeCom, """{"errcode":"0"}""", "unreadable")]
    [InlineData(RobotKind.DingTalk, """{"errcode":0}""", "delivered")]
    [InlineData(RobotKind.DingTalk, """{"errcode":310000,"errmsg":"sign not match"}""", "signature 310000")]
    [InlineData(RobotKind.DingTalk, """{"errcode":130101}""", "rate 130101")]
    [InlineData(RobotKind.DingTalk, """{"errcode":300001}""", "unknown 300001")]
    [InlineData(RobotKind.Feishu, """{"code":0,"msg":"success"}""", "delivered")]
    [InlineData(RobotKind.Feishu, """{"StatusCode":0,"StatusMessage":"success"}""", "delivered")]
    [InlineData(RobotKind.Feishu, """{"code":19021,"msg":"sign match fail"}""", "signature 19021")]
    [InlineData(RobotKind.Feishu, """{"code":11232}""", "rate 11232")]
    [InlineData(RobotKind.Feishu, """{"code":19001}""", "unknown 19001")]
    internal void An_answer_is_judged_by_its_body(RobotKind kind, string body, string reason)
    {
        var answer = RobotProduct.Of(kind).Read(JsonElement.Parse(body));
        answer.Reason.ShouldBe(reason);
        answer.Delivered.ShouldBe(reason == "delivered");
    }

    [Theory]
    [InlineData(RobotKind.WeCom, "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=K", true)]
    [InlineData(RobotKind.DingTalk, "https://oapi.dingtalk.com/robot/send?access_token=T", true)]
    [InlineData(RobotKind.Feishu, "https://open.feishu.cn/open-apis/bot/v2/hook/T", true)]
    [InlineData(RobotKind.WeCom, "https://oapi.dingtalk.com/robot/send?access_token=T", false)]
    [InlineData(RobotKind.WeCom, "http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=K", false)]
    [InlineData(RobotKind.WeCom, "https://qyapi.weixin.qq.com:8443/cgi-bin/webhook/send?key=K", false)]
    [InlineData(RobotKind.WeCom, "https://qyapi.weixin.qq.com.evil.cn/cgi-bin/webhook/send?key=K", false)]
    [InlineData(RobotKind.WeCom, "https://x@qyapi.weixin.qq.com/cgi-bin/webhook/send?key=K", false)]
    [InlineData(RobotKind.WeCom, "https://evil.cn/?u=qyapi.weixin.qq.com/cgi-bin/webhook/send", false)]
    [InlineData(RobotKind.WeCom, "https://qyapi.weixin.qq.com/cgi-bin/message/send", false)]
    [InlineData(RobotKind.Feishu, "https://open.feishu.cn/open-apis/bot/v2/hook/../../im/v1/messages", false)]
    [InlineData(RobotKind.WeCom, "http://127.0.0.1:8080/cgi-bin/webhook/send?key=K", false)]
    [InlineData(RobotKind.WeCom, "http://169.254.169.254/latest/meta-data", false)]
    [InlineData(RobotKind.WeCom, "nothing", false)]
    internal void Only_addresses_of_the_product_are_called(RobotKind kind, string address, bool allowed)
    {
        RobotAddress.IsAllowed(RobotProduct.Of(kind), RobotAddress.Parse(address), s_strict).ShouldBe(allowed);
        if (!allowed && !address.Contains("127.0.0.1", StringComparison.Ordinal))
            RobotAddress.IsAllowed(RobotProduct.Of(kind), RobotAddress.Parse(address), new() { AllowLoopback = true }).ShouldBeFalse();
    }

    [Fact]
    public void Text_is_cut_by_bytes_and_never_within_a_character()
    {
        RobotText.Cut("光明", 6).ShouldBe("光明");
        for (var bytes = 3; bytes < 80; bytes++)
        {
            var cut = RobotText.Cut("漏水🌊漏水a漏水🧯🧯 押金不退" + new string('长', 40), bytes);
            Encoding.UTF8.GetByteCount(cut).ShouldBeInRange(Math.Max(3, bytes - 3), bytes);
            cut.ShouldNotContain('\uFFFD');
            Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(cut)).ShouldBe(cut);
            cut.ShouldEndWith("…");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(20)]
    [InlineData(100)]
    public void The_pace_is_kept_in_any_minute_and_leaves_a_place_for_an_emergency(int perMinute)
    {
        var (now, until) = (new DateTimeOffset(2026, 11, 25, 8, 0, 0, TimeSpan.Zero), DateTimeOffset.MinValue);
        var sent = new List<DateTimeOffset>();
        for (var i = 0; i < 3000; i++, now = now.AddMilliseconds(100))
        {
            // Ordinary news whenever possible; an emergency now and then.
            if (RobotPace.Take(until, now, perMinute, i % 300 == 299) is not { } next) continue;
            until = next;
            sent.Add(now);
        }
        foreach (var at in sent) sent.Count(other => other >= at && other <= at.AddMinutes(1)).ShouldBeLessThanOrEqualTo(perMinute);
        sent.Count.ShouldBeGreaterThan((int)(perMinute * 5 * 0.7));

        if (perMinute < 8) return;
        now = now.AddMinutes(5);
        while (RobotPace.Take(until, now, perMinute, false) is { } more) until = more;
        RobotPace.Take(until, now, perMinute, true).ShouldNotBeNull();
    }

    [Fact]
    public void A_robot_that_fails_is_tried_ever_more_seldom_and_one_that_was_too_fast_not_at_once()
    {
        TimeSpan After(RobotEnd end, int failures) => RobotBackOff.After(end, failures, s_strict);
        After(RobotEnd.Unreachable, 1).ShouldBeInRange(TimeSpan.FromSeconds(1.6), TimeSpan.FromSeconds(2.4));
        After(RobotEnd.Unreachable, 4).ShouldBeInRange(TimeSpan.FromSeconds(12.8), TimeSpan.FromSeconds(19.2));
        After(RobotEnd.Unreachable, 1000).ShouldBeInRange(TimeSpan.FromMinutes(4), TimeSpan.FromMinutes(6));
        After(RobotEnd.Rate, 1).ShouldBeInRange(TimeSpan.FromSeconds(16), TimeSpan.FromSeconds(24));
    }
}
