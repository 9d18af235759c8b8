using System.Text.Json;
using System.Text.Json.Serialization;
using System.Threading.Channels;
using IntakeBot.Casework.Cases;
using IntakeBot.Dialogue.Activities;
using IntakeBot.Host.Conversations;
using IntakeBot.Host.Live;
using IntakeBot.Host.WeChat;

namespace IntakeBot.Host.BotFramework;

/// <summary>
/// Tells a channel how a case is handed over, as the Bot Framework's handoff protocol has it: <c>handoff.initiate</c> when it lies with
/// staff, <c>handoff.status</c> when it is taken over and when it is over. The events stand in the transcript, so that they are delivered
/// once and in order with what is said. They name the matter, never a person.
/// </summary>
internal sealed partial class HandoffNews(LiveConversations conversations, CaseReader cases, TurnPipeline turns, TimeProvider clock, ILogger<HandoffNews> log) : BackgroundService, ICaseListener
{
    public const string Initiate = "handoff.initiate";
    public const string Status = "handoff.status";

    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);
    private readonly Channel<CaseNews> _news = Channel.CreateUnbounded<CaseNews>(new() { SingleReader = true });

    // The desk hears by the same ear: nobody keeps it waiting.
    public Task HeardAsync(CaseNews news, CancellationToken cancellation)
    {
        _news.Writer.TryWrite(news);
        return Task.CompletedTask;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var news in _news.Reader.ReadAllAsync(stoppingToken))
        {
            for (var tries = 0; tries < 60; tries++)
            {
                try
                {
                    await TellAsync(news, stoppingToken);
                    break;
                }
                catch (Exception failed) when (failed is not OperationCanceledException)
                {
                    NotTold(log, news.CaseId, failed.GetType().Name);
                    await Task.Delay(s_pause, clock, stoppingToken);
                }
            }
        }
    }

    private async Task TellAsync(CaseNews news, CancellationToken cancellation)
    {
        var (name, state) = news.Kind switch
        {
            "routed" or "transferred" or "reopened" or "unmerged" => (Initiate, (string?)null),
            "claimed" => (Status, "accepted"),
            "closed" or "withdrawn" => (Status, "completed"),
            _ => (null, null),
        };
        if (name is null || await cases.FindAsync(news.CaseId, cancellation) is not { } found) return;
        // WeChat has nobody to tell; what is not pushed has no channel.
        if (await conversations.KnowAsync(conversations.Get(found.ConversationId), cancellation) is not { Pushes: true, Channel: not WeChatFeature.Channel }) return;

        var fact = new HandoffFact(found.Receipt, found.Leaf, found.Urgency, state);
        var said = new Activity
        {
            Type = "event",
            Name = name,
            Id = TurnWriting.NewId(clock),
            Timestamp = clock.GetUtcNow(),
            From = new() { Id = TurnWriting.BotId, Role = "bot" },
            Conversation = new() { Id = found.ConversationId },
            Value = JsonSerializer.SerializeToElement(fact, HandoffJson.Default.HandoffFact),
        };
        // The key makes it once, whoever looks and however often.
        await turns.RunAsync(found.ConversationId, new() { Said = said, ClientKey = $"handoff/{news.Seq}" }, cancellation);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The channel could not be told of case {Case} ({Error}); it is tried again")]
    private static partial void NotTold(ILogger log, Guid @case, string error);
}

/// <param name="State">accepted or completed; of an initiation there is none.</param>
internal sealed record HandoffFact(string Receipt, string Category, string Urgency, string? State);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(HandoffFact))]
internal sealed partial class HandoffJson : JsonSerializerContext;
