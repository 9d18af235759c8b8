using BenchmarkDotNet.Attributes;
using IntakeBot.Dialogue.Activities;
using IntakeBot.Dialogue.Content;
using IntakeBot.Dialogue.Rehearsal;
using IntakeBot.Dialogue.Turns;

namespace IntakeBot.Benchmarks;

/// <summary>One turn of the engine, what it reads included; no store and no wire. And what the store is given: the state as bytes.</summary>
public class Turns
{
    private const string Opening = "房东上周说好退我三千五百块押金，到现在还没退，说要扣清洁费";
    private const string Yes = "对，就这样发";
    private DialogueEngine _engine = null!;
    private Situation _beginning = null!;
    private Situation _question = null!;
    private Situation _summary = null!;
    private byte[] _stored = [];

    private sealed record Situation(ConversationState? State, Activity Activity, TurnContext Context);

    [GlobalSetup]
    public void Prepare()
    {
        var library = new ContentLibrary(Shipped.Edition());
        _engine = new(library);
        var stage = new Stage(library) { Building = new("TW-000123", "马田街道塘尾新村12栋", "塘尾社区", 22.7412, 113.9155) };
        stage.Say(Opening);
        _beginning = new(null, Message(Opening), Context(stage));
        var asking = stage.State?.Question ?? throw new InvalidOperationException("The first message was not answered with a question.");
        _question = new(stage.State, Message(Answer(asking)), Context(stage));
        for (var i = 0; i < 20 && stage.State?.Question is { Asking: not "confirm" } question; i++) stage.Say(Answer(question));
        if (stage.State is not { Question.Asking: "confirm" } confirming) throw new InvalidOperationException($"The summary was not reached: {stage.Transcript[^1].Text}");
        _summary = new(confirming, Message(Yes), Context(stage));
        _stored = confirming.ToBytes();
        if (Run(_summary).State.Sent is null) throw new InvalidOperationException("The petition was not sent.");
    }

    [Benchmark]
    public TurnOutcome FirstMessage() => Run(_beginning);

    [Benchmark]
    public TurnOutcome AnswerToQuestion() => Run(_question);

    [Benchmark]
    public TurnOutcome SummaryConfirmed() => Run(_summary);

    [Benchmark]
    public byte[] StateWritten() => _summary.State!.ToBytes();

    [Benchmark]
    public ConversationState StateRead() => ConversationState.FromBytes(_stored);

    private TurnOutcome Run(Situation situation) => _engine.Run(situation.State, situation.Activity, situation.Context);

    private static Activity Message(string text) => new() { Type = "message", Text = text };

    private static TurnContext Context(Stage stage) =>
        new(Shipped.Now, new SameIds()) { Building = stage.Building, Duty = stage.Duty, MayWait = true };

    private static string Answer(OpenQuestion question) => question.Asking switch
    {
        "when" => "上周三",
        "where" => "就在这栋，502室",
        "amount" => "三千五",
        "name" => "陈先生",
        "phone" => "13812345678",
        _ => "没有了",
    };

    private sealed class SameIds : IIdSource
    {
        public Guid NewId() => new(1, 0, 0, new byte[8]);
        public string NewReceipt() => "GM-22222-22222";
    }
}
