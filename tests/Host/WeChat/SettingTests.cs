using IntakeBot.Casework.Places;
using IntakeBot.Host.StartUp;
using IntakeBot.Host.WeChat;
using Microsoft.Extensions.Configuration;

namespace IntakeBot.Host.Tests.WeChat;

public sealed class SettingTests
{
    private static readonly Dictionary<string, string?> s_good = new()
    {
        ["WeChat:AppId"] = "wx1234567890abcdef",
        ["WeChat:AppSecret"] = "0123456789abcdef0123456789abcdef",
        ["WeChat:Token"] = "AAAAA",
        ["WeChat:EncodingAesKey"] = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
    };

    [Fact]
    public void Nothing_set_up_is_no_error()
    {
        WeChatSettings.From(new ConfigurationBuilder().Build(), false).ShouldBeNull();
        Read(("WeChat:AppId", ""), ("WeChat:AppSecret", ""), ("WeChat:Token", " "), ("WeChat:EncodingAesKey", null)).ShouldBeNull();
    }

    [Fact]
    public void What_is_not_said_is_the_strict_way()
    {
        var settings = Read()!;
        (settings.Mode, settings.Datum, settings.ApiBase.AbsoluteUri).ShouldBe((WeChatMode.Secure, Datum.Gcj02, "https://api.weixin.qq.com/"));
        Read(("WeChat:Mode", "plain"), ("WeChat:EncodingAesKey", null), ("WeChat:Datum", "WGS84"), ("WeChat:Menu:progress", "办得怎么样了"))!
            .ShouldSatisfyAllConditions(s => s.Mode.ShouldBe(WeChatMode.Plain), s => s.Datum.ShouldBe(Datum.Wgs84), s => s.Menu["PROGRESS"].ShouldBe("办得怎么样了"));
    }

    [Theory]
    [InlineData("WeChat:AppId", null)]
    [InlineData("WeChat:AppSecret", null)]
    [InlineData("WeChat:AppSecret", "with space inside it")]
    [InlineData("WeChat:Token", null)]
    [InlineData("WeChat:Token", "a-b")]
    [InlineData("WeChat:EncodingAesKey", null)]
    [InlineData("WeChat:EncodingAesKey", "short")]
    [InlineData("WeChat:PreviousEncodingAesKey", "short")]
    [InlineData("WeChat:Mode", "open")]
    [InlineData("WeChat:Datum", "mars")]
    [InlineData("WeChat:TryFor", "soon")]
    [InlineData("WeChat:TryFor", "-00:00:01")]
    [InlineData("WeChat:ApiBase", "http://api.weixin.qq.com")]
    [InlineData("WeChat:ApiBase", "https://api.weixin.qq.com.example.org")]
    [InlineData("WeChat:ApiBase", "https://api.weixin.qq.com@example.org")]
    [InlineData("WeChat:ApiBase", "https://api.weixin.qq.com:8443")]
    [InlineData("WeChat:ApiBase", "https://api.weixin.qq.com/x")]
    [InlineData("WeChat:ApiBase", "http://127.0.0.1:5000")]
    [InlineData("WeChat:ApiBase", "http://169.254.169.254")]
    [InlineData("WeChat:Notice:TemplateId", "T1")]
    public void What_cannot_work_is_said_in_a_sentence_that_names_the_setting(string name, string? value)
    {
        var said = Should.Throw<SettingException>(() => Read((name, value))).Message;
        said.ShouldStartWith(name.Contains("Notice", StringComparison.Ordinal) ? "WeChat:Notice:" : name);
        if (value is "with space inside it") said.ShouldNotContain(value);
    }

    [Fact]
    public void A_stand_in_on_this_machine_is_for_developing_only()
    {
        var configuration = Configuration(("WeChat:ApiBase", "http://127.0.0.1:5000"));
        WeChatSettings.From(configuration, development: true)!.ApiBase.AbsoluteUri.ShouldBe("http://127.0.0.1:5000/");
        Should.Throw<SettingException>(() => WeChatSettings.From(configuration, development: false));
    }

    private static WeChatSettings? Read(params (string, string?)[] changes) => WeChatSettings.From(Configuration(changes), false);

    private static IConfigurationRoot Configuration(params (string Name, string? Value)[] changes)
    {
        var values = new Dictionary<string, string?>(s_good);
        foreach (var (name, value) in changes) values[name] = value;
        return new ConfigurationBuilder().AddInMemoryCollection(values).Build();
    }
}
