using System.Text.Json;
using IntakeBot.Dialogue.Understanding;
using IntakeBot.Dialogue.Understanding.Evaluation;

namespace IntakeBot.Dialogue.Tests.Readers;

public sealed class EvaluatorTests
{
    private const string Rows = """
        {"text":"房东不退我3000块押金","leaf":"rental.deposit","urgency":"normal","amount":3000}
        {"text":"三楼着火了","urgency":"emergency"}
        {"text":"上火了 嘴巴疼","emergency":false}

        {"text":"工地三百多人没发工资","leaf":"labor.unpaid-wages","people":300,"note":"any"}
        """;

    [Fact]
    public void Measures_what_is_labelled()
    {
        var rows = EvaluationRow.ReadAll(new StringReader(Rows));
        rows.Count.ShouldBe(4);
        var report = Evaluator.Run(ShippedReader.Reader, rows, ShippedReader.Now);
        report.Rows.ShouldBe(4);
        report.Top1.ShouldBe(1);
        report.Top3.ShouldBe(1);
        report.MacroF1.ShouldBe(1);
        report.AmountExact.ShouldBe(1);
        report.PeopleExact.ShouldBe(1);
        report.Emergency!.Recall.ShouldBe(1);
        report.Emergency.FalseAlarms.ShouldBe(0);
        report.PerLabel.Count.ShouldBe(2);
        report.Missed.ShouldBeEmpty();
        report.Microseconds.Median.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Is_written_as_json_by_the_names_of_the_contract()
    {
        var report = Evaluator.Run(ShippedReader.Reader, EvaluationRow.ReadAll(new StringReader(Rows)), ShippedReader.Now);
        using var json = JsonDocument.Parse(JsonSerializer.Serialize(report, EvaluationJson.Default.EvaluationReport));
        foreach (var name in (string[])["top1", "top3", "macroF1", "amountExact", "peopleExact"]) json.RootElement.GetProperty(name).GetDouble().ShouldBe(1, name);
        json.RootElement.GetProperty("emergency").GetProperty("recall").GetDouble().ShouldBe(1);
        json.RootElement.GetProperty("emergency").GetProperty("falseAlarms").GetDouble().ShouldBe(0);
        json.RootElement.GetProperty("microseconds").GetProperty("median").GetDouble().ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Learns_the_labels_of_a_training_file()
    {
        var train = EvaluationRow.ReadAll(new StringReader("""
            {"text":"猫叫","leaf":"a"}
            {"text":"猫跑了","leaf":"a"}
            {"text":"狗叫","leaf":"b"}
            {"text":"狗跑了","leaf":"b"}
            """));
        var reader = MessageReader.Load(ShippedReader.Files, [], Evaluator.Examples(train)).ShouldNotBeNull();
        Evaluator.Run(reader, EvaluationRow.ReadAll(new StringReader("""{"text":"小猫","leaf":"a"}""")), ShippedReader.Now).Top1.ShouldBe(1);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{\"leaf\":\"a\"}")]
    [InlineData("[]")]
    public void Names_the_line_that_is_wrong(string line) =>
        Should.Throw<FormatException>(() => EvaluationRow.ReadAll(new StringReader("{\"text\":\"a\"}\n" + line))).Message.ShouldContain("2");
}
