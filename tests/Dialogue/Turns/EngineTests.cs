using Activity = IntakeBot.Dialogue.Activities.Activity;
using Stopwatch = System.Diagnostics.Stopwatch;
using IntakeBot.Dialogue.Content;
using IntakeBot.Dialogue.Turns;
using IntakeBot.Dialogue.Understanding;

namespace IntakeBot.Dialogue.Tests.Turns;

/// <summary>What must hold for every turn, whatever is said.</summary>
public sealed class EngineTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 23, 22, 10, 0, TimeSpan.FromHours(8));
    private static readonly TurnContext s_context = new(s_now, new Ids()) { Building = new("TW-000123", "address", "community", 22.74, 113.92) };

    private sealed class Ids : IIdSource
    {
        public Guid NewId() => new(1, 0, 0, new byte[8]);
        public string NewReceipt() => "GM-22222-22222";
    }

    private static Activity Say(string text) => new() { Type = "message", Text = text };

    [Theory]
    [InlineData("conversationUpdate")]
    [InlineData("typing")]
    [InlineData("endOfConversation")]
    [InlineData("")]
    public void Unknown_activities_change_nothing(string type)
    {
        var engine = new DialogueEngine(ShippedContent.Library());
        var state = engine.Run(null, Say("你好"), s_context).State;
        var outcome = engine.Run(state, new Activity { Type = type }, s_context);
        outcome.State.ToBytes().ShouldBe(state.ToBytes());
        outcome.Activities.ShouldBeEmpty();
        outcome.Effects.ShouldBeEmpty();
    }

    [Fact]
    public void The_same_turn_always_answers_the_same()
    {
        var engine = new DialogueEngine(ShippedContent.Library());
        var one = engine.Run(null, Say("房东不退我3000块押金"), s_context);
        var two = engine.Run(null, Say("房东不退我3000块押金"), s_context);
        two.State.ToBytes().ShouldBe(one.State.ToBytes());
        two.Activities.Select(a => a.Text).ShouldBe(one.Activities.Select(a => a.Text));
    }

    [Fact]
    public void A_conversation_keeps_the_version_it_began_with()
    {
        var library = ShippedContent.Library();
        var engine = new DialogueEngine(library);
        var state = engine.Run(null, Say("房东不退我3000块押金"), s_context).State;
        var files = ShippedContent.Files.With("wording/zh-CN/questions.yaml", ShippedContent.Files.Find("wording/zh-CN/questions.yaml")!.Replace("大概是什么时候的事？", "新版本在问", StringComparison.Ordinal).Replace("这事是什么时候发生的？", "新版本在问", StringComparison.Ordinal));
        library.Publish(new ContentEdition(ContentCatalog.Load(files, 2).OrThrow(), ShippedContent.Reader));
        var old = engine.Run(state, Say("。"), s_context);
        old.State.ContentVersion.ShouldBe(1);
        string.Concat(old.Activities.Select(a => a.Text)).ShouldNotContain("新版本");
        var fresh = engine.Run(null, Say("房东不退我3000块押金"), s_context);
        fresh.State.ContentVersion.ShouldBe(2);
        string.Concat(fresh.Activities.Select(a => a.Text)).ShouldContain("新版本");
    }

    [Fact]
    public void A_published_edition_is_picked_up_when_the_matter_has_ended()
    {
        var library = ShippedContent.Library();
        var engine = new DialogueEngine(library);
        var state = engine.Run(null, Say("算了"), s_context).State;
        library.Publish(new ContentEdition(ContentCatalog.Load(ShippedContent.Files, 2).OrThrow(), ShippedContent.Reader));
        state.Stack.ShouldBeEmpty();
        engine.Run(state, Say("房东不退我3000块押金"), s_context).State.ContentVersion.ShouldBe(2);
        library.Retire(new HashSet<int>());
        library.Version(1).Version.ShouldBe(2);
    }

    /// <summary>Noise of every kind, long runs of it: never an exception, never a question asked for ever, never a large state.</summary>
    [Fact]
    public void Whatever_is_said_the_engine_answers_calmly()
    {
        var engine = new DialogueEngine(ShippedContent.Library());
        string[] said =
        [
            "", " ", "😀", new string('啊', 10_000), "<script>alert(1)</script>", "\u0000\u0001", "\ud800", "{amount}", "[x", "1", "999999999999999999999", "不", "对", "算了", "转人工",
            "重新来", "改时间", "房东不退我3000块押金", "昨天", "13812345678", "发送", "谢谢", "都不是", "不清楚", "你好", "还有楼上吵的事", "GM-22222-22222", "5", "没解决", "补充一下", "english please",
        ];
        var random = new Random(7);
        for (var run = 0; run < 60; run++)
        {
            ConversationState? state = null;
            for (var turn = 0; turn < 40; turn++)
            {
                var outcome = engine.Run(state, Say(said[random.Next(said.Length)]), s_context);
                var bytes = outcome.State.ToBytes();
                state = ConversationState.FromBytes(bytes);
                state.ToBytes().ShouldBe(bytes);
                bytes.Length.ShouldBeLessThan(60_000);
                outcome.Activities.Count.ShouldBeLessThanOrEqualTo(6);
                foreach (var answer in outcome.Activities)
                {
                    answer.Text.ShouldNotBeNullOrWhiteSpace();
                    answer.Text.Length.ShouldBeLessThan(1500);
                    answer.ChannelData.ShouldNotBeNull();
                }
            }
        }
    }

    [Fact]
    public void A_normal_state_is_small()
    {
        var engine = new DialogueEngine(ShippedContent.Library());
        var state = engine.Run(null, Say("房东不退我3000块押金,上周三退的房"), s_context).State;
        state = engine.Run(state, Say("13812345678"), s_context).State;
        state.ToBytes().Length.ShouldBeLessThan(2048);
    }

    [Fact]
    public void A_turn_without_reading_takes_well_under_100_microseconds()
    {
        var reader = new Recorded(ShippedContent.Reader);
        var engine = new DialogueEngine(new ContentLibrary(new ContentEdition(ShippedContent.Catalog, reader)));
        string[] said = ["房东不退我3000块押金", "上周三", "不对,是三千五", "13812345678", "发送"];
        var best = double.MaxValue;
        for (var round = 0; round < 60; round++)
        {
            ConversationState? state = null;
            var watch = Stopwatch.StartNew();
            foreach (var text in said)
            {
                var outcome = engine.Run(state is null ? null : ConversationState.FromBytes(state.ToBytes()), Say(text), s_context);
                state = outcome.State;
            }
            best = Math.Min(best, watch.Elapsed.TotalMicroseconds / said.Length);
        }
        // A ceiling that a loaded machine meets as well; the benchmark has the figure.
        best.ShouldBeLessThan(400);
        TestContext.Current.TestOutputHelper?.WriteLine($"{best:0.0} us a turn with state written and read");
    }

    private sealed class Recorded(IMessageReader inner) : IMessageReader
    {
        private readonly Dictionary<string, Reading> _known = new(StringComparer.Ordinal);

        public Reading Read(string text, DateTimeOffset now) => _known.TryGetValue(text, out var reading) ? reading : _known[text] = inner.Read(text, now);
    }
}
