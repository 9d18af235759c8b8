using IntakeBot.Dialogue.Understanding;

namespace IntakeBot.Dialogue.Tests.Readers;

/// <summary>Every rule of the content is held to its own examples and counter-examples.</summary>
public sealed class RuleTests
{
    [Fact]
    public void Every_rule_keeps_its_examples()
    {
        var wrong = new List<string>();
        foreach (var rule in ShippedReader.Reader.Rules)
        {
            foreach (var example in rule.Examples.Where(e => !Holds(rule, e))) wrong.Add($"{rule.File}: not seen in \"{example}\"");
            foreach (var example in rule.CounterExamples.Where(e => Alarms(rule, e))) wrong.Add($"{rule.File}: seen in \"{example}\"");
        }
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void Every_rule_has_examples_of_both_kinds_where_it_can_err()
    {
        foreach (var rule in ShippedReader.Reader.Rules)
        {
            rule.Examples.Count.ShouldBeGreaterThanOrEqualTo(2, rule.File);
            if (rule.Level is not null) rule.CounterExamples.Count.ShouldBeGreaterThanOrEqualTo(1, rule.File);
        }
    }

    [Fact]
    public void Every_signal_has_a_rule() =>
        Enum.GetNames<Signal>().Except(ShippedReader.Reader.Rules.Select(r => r.Kind)).ShouldBeEmpty();

    [Theory]
    [InlineData("电视里着火的镜头")]
    [InlineData("最近上火了")]
    [InlineData("物业让人火大")]
    [InlineData("笑死我了")]
    [InlineData("热死了 空调坏了房东不修")]
    [InlineData("万一着火怎么办")]
    [InlineData("去年着过一次火")]
    [InlineData("打死蟑螂好多只")]
    [InlineData("跳楼价甩卖")]
    [InlineData("没有着火")]
    [InlineData("fire exit blocked by boxes")]
    public void No_emergency(string text) => ShippedReader.Read(text).Urgency.Level.ShouldNotBe("emergency", text);

    [Theory]
    [InlineData("三楼着火了", "119")]
    [InlineData("好大煤气味", "119")]
    [InlineData("有人持刀砍人", "110")]
    [InlineData("我爸晕倒了叫不醒", "120")]
    [InlineData("我不想活了", "12356")]
    [InlineData("出车祸了有人躺在地上", "122")]
    [InlineData("着火了 有人晕倒", "119")]
    [InlineData("有人正在打我老婆 她流血了", "110")]
    [InlineData("他在打我儿子", "110")]
    public void Names_the_number_first(string text, string number)
    {
        var urgency = ShippedReader.Read(text).Urgency;
        urgency.Level.ShouldBe("emergency", text);
        urgency.Number.ShouldBe(number, text);
    }

    [Theory]
    [InlineData("我要轉人工", Signal.AskPerson)]
    [InlineData("ＯＫ", Signal.Affirm)]
    [InlineData("算了！！", Signal.Cancel)]
    public void Script_width_and_marks_do_not_matter(string text, Signal signal) => ShippedReader.Read(text).Signals.ShouldContain(signal, text);

    private static bool Holds(IntakeBot.Dialogue.Understanding.Rules.Rule rule, string text)
    {
        var reading = ShippedReader.Read(text);
        if (rule.Level is null) return reading.Signals.Contains(Enum.Parse<Signal>(rule.Kind));
        return reading.Urgency.Reasons.Contains(rule.Kind) && (rule.Level != "emergency" || reading.Urgency.Level == "emergency");
    }

    private static bool Alarms(IntakeBot.Dialogue.Understanding.Rules.Rule rule, string text)
    {
        var reading = ShippedReader.Read(text);
        if (rule.Level is null) return reading.Signals.Contains(Enum.Parse<Signal>(rule.Kind));
        return rule.Level == "emergency" ? reading.Urgency.Level == "emergency" : reading.Urgency.Level != "normal";
    }
}
