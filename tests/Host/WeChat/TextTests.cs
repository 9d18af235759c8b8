using System.Text.Json;
using IntakeBot.Dialogue.Activities;
using IntakeBot.Host.Conversations;
using IntakeBot.Host.Tests.Running;
using IntakeBot.Host.WeChat.Wording;

namespace IntakeBot.Host.Tests.WeChat;

public sealed class TextTests(Bots bots)
{
    [Fact]
    public void A_short_text_is_one_part() => TextSplit.Split("您好。").ShouldBe(["您好。"]);

    [Fact]
    public void A_long_text_is_cut_at_ends_of_sentences_and_nothing_is_lost()
    {
        var text = string.Concat(Enumerable.Range(0, 200).Select(i => $"这是第{i}句话,说的是房东不退押金的事。"));
        var parts = TextSplit.Split(text);
        parts.Count.ShouldBeGreaterThan(3);
        parts.ShouldAllBe(p => TextSplit.Size(p) <= TextSplit.Limit && p.EndsWith('。'));
        string.Concat(parts).ShouldBe(text);
        parts.SkipLast(1).ShouldAllBe(p => TextSplit.Size(p) > TextSplit.Limit / 2);
    }

    [Fact]
    public void Lines_come_before_sentences()
    {
        var text = string.Join('\n', Enumerable.Range(0, 100).Select(i => $"{i}. 一行。还有半行"));
        var parts = TextSplit.Split(text, 600);
        parts.ShouldAllBe(p => char.IsAsciiDigit(p[0]));
        string.Join('\n', parts).ShouldBe(text);
    }

    [Fact]
    public void Characters_of_several_parts_are_never_torn()
    {
        const string family = "👨‍👩‍👧‍👦";
        var parts = TextSplit.Split(string.Concat(Enumerable.Repeat(family, 200)), 101);
        parts.ShouldAllBe(p => p.Replace(family, "", StringComparison.Ordinal).Length == 0 && TextSplit.Size(p) <= 101);
        parts.Sum(p => p.Length).ShouldBe(200 * family.Length);
    }

    [Fact]
    public void A_link_stays_whole()
    {
        const string link = "https://example.org/q/GD-000123.abcdefghij?x=1";
        foreach (var before in Enumerable.Range(0, 120))
        {
            var parts = TextSplit.Split(new string('字', before) + " " + link + " 完", 240);
            parts.ShouldContain(p => p.Contains(link, StringComparison.Ordinal), before.ToString());
        }
    }

    [Fact]
    public void A_sign_that_is_larger_than_a_message_still_goes_through()
    {
        var parts = TextSplit.Split("a" + new string('\u0301', 5000), 100);
        parts.ShouldAllBe(p => TextSplit.Size(p) <= 100);
        parts.Sum(p => p.Length).ShouldBe(5001);
    }

    [Fact]
    public void A_link_longer_than_a_message_does_not_go_round_for_ever() => TextSplit.Split("http://" + new string('x', 1000), 100).Count.ShouldBe(11);

    [Fact]
    public void Short_messages_share_one_text_and_long_ones_are_gone_on_with_where_they_stopped()
    {
        var text = string.Concat(Enumerable.Range(0, 30).Select(i => $"第{i}句很长很长的话。"));
        var packed = TextPack.Pack([(1, "一"), (2, ""), (3, "二"), (5, text), (6, "三")], default, 300);
        packed[0].ShouldBe(new("一\n\n二", 3, 0, 1));
        packed[1].UpTo.ShouldBe(5);
        packed[1].PartsLeft.ShouldBeGreaterThan(0);
        packed[^1].ShouldSatisfyAllConditions(p => p.UpTo.ShouldBe(6), p => p.PartsLeft.ShouldBe(0), p => p.Text.ShouldEndWith("三"));
        packed.ShouldAllBe(p => TextSplit.Size(p.Text) <= 300);

        var rest = TextPack.Pack([(5, text), (6, "三")], new(5, 1), 300);
        rest.Select(p => p.Text).ShouldBe(packed.Skip(2).Select(p => p.Text));
    }

    [Fact]
    public async Task Options_are_numbered_as_the_engine_counts_them()
    {
        var form = new TextForm((await bots.OnAsync(Bots.Sqlite)).Get<HostTexts>());
        form.Of(Asked("category", ("leaf:a", "押金"), ("leaf:b", "租金"), ("none", "都不是"))).ShouldBe("问\n1. 押金\n2. 租金\n3. 都不是\n回数字就行，打字也可以。");
        form.Of(Asked("rating", ("star:5", "5 星"), ("star:4", "4 星"), ("star:3", "3 星"), ("star:2", "2 星"), ("star:1", "1 星"), ("reopen", "没解决")))
            .ShouldBe("问\n5. 5 星\n4. 4 星\n3. 3 星\n2. 2 星\n1. 1 星\n6. 没解决\n回数字就行，打字也可以。");
        form.Of(Asked("confirm", ("send", "发送"), ("edit:when", "改时间"))).ShouldBe("问");
        form.Of(Asked("amount", ("unknown", "不清楚"), ("skip", "跳过"))).ShouldBe("问\n也可以回复：不清楚、跳过。");
    }

    [Fact]
    public async Task Staff_stand_by_name_in_front_of_what_they_say()
    {
        var form = new TextForm((await bots.OnAsync(Bots.Sqlite)).Get<HostTexts>());
        form.Of(new() { Type = "message", Text = "您好", From = new() { Id = "staff-1", Name = "塘尾站 李工", Role = "bot" } }).ShouldBe("塘尾站 李工：您好");
        form.Of(new() { Type = "typing" }).ShouldBe("");
        form.Of(new() { Type = "message", Text = "图", Attachments = [new() { ContentUrl = "https://example.org/a.png", Name = "a.png" }, new() { ContentUrl = "data:x" }] })
            .ShouldBe("图\na.png https://example.org/a.png");
    }

    private static Activity Asked(string slot, params (string Value, string Title)[] options) => new()
    {
        Type = "message",
        Text = "问",
        Locale = "zh-CN",
        SuggestedActions = new() { Actions = [.. options.Select(o => new CardAction { Title = o.Title })] },
        ChannelData = JsonSerializer.SerializeToElement(new { intake = new { asking = slot, options = options.Select(o => new { value = o.Value, title = o.Title }) } }),
    };
}
