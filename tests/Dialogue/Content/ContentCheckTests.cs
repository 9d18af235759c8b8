using IntakeBot.Dialogue.Content;

namespace IntakeBot.Dialogue.Tests.Content;

/// <summary>Every kind of mistake that an administrator can make names file, line and what to do.</summary>
public sealed class ContentCheckTests
{
    [Fact]
    public void Shipped_content_has_no_problem()
    {
        ContentCatalog.Load(ShippedContent.Files, 1).Problems.ShouldBeEmpty();
        ShippedContent.Catalog.Taxonomy.Leaves.Count.ShouldBe(53);
        ShippedContent.Catalog.Taxonomy.Groups.Count.ShouldBe(14);
    }

    [Theory]
    // Shape of the files
    [InlineData("flows/cancel.yaml", "about:", "abuot:", "abuot")]
    [InlineData("flows/cancel.yaml", "flow: cancel", "flow: cancel\nflow: cancel", "flow")]
    [InlineData("flows/cancel.yaml", "about: The resident", "# about: The resident", "about")]
    [InlineData("flows/settings.yaml", "questions: 7", "questions: many", "many")]
    [InlineData("flows/settings.yaml", "questions: 7", "questions: 1", "between 3 and 20")]
    [InlineData("flows/settings.yaml", "anotherMatter: \"", "anotherMatter: \"(", "cannot be read")]
    // Flows
    [InlineData("flows/cancel.yaml", "collect: confirm", "collect: confrim", "'confrim' is no slot")]
    [InlineData("flows/cancel.yaml", "{go: kept}", "{go: kpet}", "There is no step 'kpet'")]
    [InlineData("flows/cancel.yaml", "{go: kept}", "{go: sure}", "stands above")]
    [InlineData("flows/cancel.yaml", "confirm is yes, go: drop", "confrim is yes, go: drop", "which is no slot")]
    [InlineData("flows/cancel.yaml", "confirm is yes, go: drop", "confirm is, go: drop", "cannot be read")]
    [InlineData("flows/cancel.yaml", "say: cancel.kept", "say: cancel.keptt", "The text 'cancel.keptt' is missing in zh-CN")]
    [InlineData("flows/cancel.yaml", "do: drop", "do: dorp", "nothing the bot can do")]
    [InlineData("flows/cancel.yaml", "step: kept", "step: sure", "two steps named 'sure'")]
    [InlineData("flows/cancel.yaml", "say: cancel.kept", "say: cancel.kept\n    do: drop", "several things")]
    [InlineData("flows/petition.yaml", "call: second", "call: secnod", "There is no flow 'secnod'")]
    [InlineData("flows/sort.yaml", "options: [newMatter, supplement]", "options: [newMater, supplement]", "'newMater' is no option")]
    [InlineData("flows/sort.yaml", "flow: sort", "flow: second", "two flows named 'second'")]
    // Slots
    [InlineData("flows/slots.yaml", "type: money", "type: monney", "unknown type 'monney'")]
    [InlineData("flows/slots.yaml", "options: [leaves, none]", "options: [leaves, nonne]", "offers 'nonne'")]
    [InlineData("flows/slots.yaml", "readAs: \"{text}元\"", "readAs: 元", "no place for the answer")]
    [InlineData("flows/slots.yaml", "(?<value>[^", "(?<valeu>[^", "no group named value")]
    [InlineData("flows/slots.yaml", "  photo:", "  photos:", "The slot 'photo' is missing")]
    // Wording
    [InlineData("wording/en/talk.yaml", "notice:", "notise:", "'notice' is missing in en")]
    [InlineData("wording/en/talk.yaml", "notice:", "notise:", "Nothing ever says")]
    [InlineData("wording/en/talk.yaml", "{stars} out", "{star} out", "{star}, which nothing fills")]
    [InlineData("wording/en/talk.yaml", "[You are at {address}. ]", "[You are at {address}. ", "no ']'")]
    [InlineData("wording/zh-CN/values.yaml", "line.wish: 希望", "line.wish: \"\"", "is empty")]
    [InlineData("wording/zh-CN/questions.yaml", "ask.when@noise:", "ask.when@nosie:", "'nosie' is no category")]
    [InlineData("wording/zh-CN/emergency.yaml", "emergency.gas:", "emergency.gass:", "exists in zh-CN, but not in en")]
    // Taxonomy and questions in between
    [InlineData("taxonomy/taxonomy.yaml", "ask: [amount, since, people, counterparty]", "ask: [amont]", "'amont', which is no slot")]
    [InlineData("taxonomy/taxonomy.yaml", "leaf: work-injury", "leaf: unpaid-wages", "stands here twice")]
    [InlineData("taxonomy/taxonomy.yaml", "name: {zh-CN: 押金退还, en: Deposit}", "name: {zh-CN: 押金退还}", "no name in en")]
    [InlineData("taxonomy/taxonomy.yaml", "fallback: other.unclassified", "fallback: other.unknown", "is no category")]
    [InlineData("taxonomy/taxonomy.yaml", "kind: consult", "kind: question", "no kind of petition")]
    [InlineData("taxonomy/taxonomy.yaml", "title: \"家庭暴力求助\"", "title: \"{who}\"", "{who}, which nothing fills")]
    [InlineData("faq/common.yaml", "name: cost", "name: hours", "stands here twice")]
    [InlineData("faq/common.yaml", "\"免费(吗|的吗|不)\"", "\"免费(吗\"", "cannot be read")]
    public void A_mistake_is_named_with_its_line(string file, string right, string wrong, string message)
    {
        var text = ShippedContent.Files.Find(file)!;
        var at = text.IndexOf(right, StringComparison.Ordinal);
        at.ShouldBeGreaterThanOrEqualTo(0, $"'{right}' is no longer in {file}");
        var load = ContentCatalog.Load(ShippedContent.Files.With(file, text[..at] + wrong + text[(at + right.Length)..]), 2);
        load.Catalog.ShouldBeNull();
        var problem = load.Problems.FirstOrDefault(p => p.ToString().Contains(message, StringComparison.Ordinal));
        problem.ShouldNotBeNull(string.Join('\n', load.Problems));
        problem.Remedy.ShouldNotBeNullOrWhiteSpace();
        // Missing things belong to a whole file; everything else to a line near the mistake.
        if (problem.Line > 0 && problem.File == file) Math.Abs(problem.Line - (text[..at].Count(c => c == '\n') + 1)).ShouldBeLessThanOrEqualTo(Distance(message), problem.ToString());
    }

    // A missing key is reported where its parent begins.
    private static int Distance(string message) => message.StartsWith("The slot", StringComparison.Ordinal) ? 200 : message is "about" ? 3 : 2;

    [Fact]
    public void A_step_that_nothing_leads_to_is_named()
    {
        var text = ShippedContent.Files.Find("flows/handover.yaml")! + "  - step: lost\n    say: sent.keep\n";
        var problem = ContentCatalog.Load(ShippedContent.Files.With("flows/handover.yaml", text), 2).Problems.ShouldHaveSingleItem();
        problem.Message.ShouldBe("Step 'lost' can never be reached.");
        problem.Line.ShouldBe(text.Split('\n').Index().First(l => l.Item.Contains("lost")).Index + 1);
    }

    [Fact]
    public void All_problems_are_told_at_once()
    {
        var files = ShippedContent.Files
            .With("flows/cancel.yaml", ShippedContent.Files.Find("flows/cancel.yaml")!.Replace("do: drop", "do: dorp", StringComparison.Ordinal))
            .With("faq/common.yaml", ShippedContent.Files.Find("faq/common.yaml")!.Replace("name: cost", "name: hours", StringComparison.Ordinal));
        ContentCatalog.Load(files, 2).Problems.Count.ShouldBe(2);
    }

    [Fact]
    public void A_missing_flow_is_named()
    {
        var files = new ContentFiles(ShippedContent.Files.Under("flows").Concat(ShippedContent.Files.Under("wording")).Concat(ShippedContent.Files.Under("taxonomy")).Concat(ShippedContent.Files.Under("faq"))
            .Where(p => p != "flows/handover.yaml").Select(p => KeyValuePair.Create(p, ShippedContent.Files.Find(p)!)));
        ContentCatalog.Load(files, 2).Problems.ShouldContain(p => p.File == "flows/handover.yaml" && p.Message.Contains("missing"));
    }
}
