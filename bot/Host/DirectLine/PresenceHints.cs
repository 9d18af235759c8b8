using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using IntakeBot.Dialogue.Activities;
using IntakeBot.Host.Conversations;
using IntakeBot.Host.Live;
using IntakeBot.Host.Presence;

namespace IntakeBot.Host.DirectLine;

/// <summary>
/// What a client is shown besides what is stored, at the watermark where it stands: that staff are typing, and, if it names what it knows in the
/// query as <c>presence</c>, the event <c>intake/presence</c>: who answers and up to when staff have seen the conversation.
/// </summary>
internal sealed class PresenceHints(LiveConversations conversations, StaffTyping typing, ReadMarks marks)
{
    public const string Event = "intake/presence";
    private const string Nobody = "0-";

    /// <summary>What the client of a request knows; null: it has not asked for it.</summary>
    public static string? Known(HttpRequest request) =>
        request.Query["presence"] is [{ Length: <= 64 } known, ..] ? known.Length == 0 ? Nobody : known : null;

    /// <summary>For one answer to a poll.</summary>
    public async Task<IReadOnlyList<NumberedActivity>> OfAsync(string conversationId, string? known, long watermark, CancellationToken cancellation)
    {
        if (known is null && typing.Of(conversationId) is null) return [];
        var shown = new List<Activity>();
        if (known is not null && await PresenceAsync(conversationId, known, readOn: true, cancellation) is { } presence) shown.Add(presence);
        if (await TypingAsync(conversationId, cancellation) is { } writes) shown.Add(writes);
        return [.. shown.Select(hint => new NumberedActivity(watermark, ActivityBytes.Of(hint)))];
    }

    /// <summary>null: nobody is typing.</summary>
    public async Task<Activity?> TypingAsync(string conversationId, CancellationToken cancellation) =>
        typing.Of(conversationId) is { } at && await KnowAsync(conversationId, cancellation) is { OwnerId: not null } conversation ? StaffTyping.Shown(conversation, at) : null;

    /// <summary>null: it is as the client knows it. The id is what it knows from now on.</summary>
    /// <param name="readOn">False: staff have read no further than the client knows; the store need not be asked.</param>
    public async Task<Activity?> PresenceAsync(string conversationId, string known, bool readOn, CancellationToken cancellation)
    {
        if (await KnowAsync(conversationId, cancellation) is not { } conversation) return null;
        var staff = !readOn && long.TryParse(known.AsSpan(0, Math.Max(0, known.IndexOf('-', StringComparison.Ordinal))), NumberStyles.None, CultureInfo.InvariantCulture, out var before)
            ? before : (await marks.OfAsync(conversationId, cancellation)).Staff;
        var id = $"{staff}-{(conversation.OwnerId is { } owner ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(owner)).AsSpan(0, 4)) : "")}";
        if (id == known) return null;
        return new()
        {
            Type = "event",
            Name = Event,
            Id = id,
            ChannelId = conversation.Channel,
            Conversation = new() { Id = conversation.Id },
            From = new() { Id = TurnWriting.BotId, Role = "bot" },
            Value = JsonSerializer.SerializeToElement(new PresenceFact(conversation.OwnerName, staff == 0 ? null : await marks.MomentAsync(conversationId, staff, cancellation)), PresenceJson.Default.PresenceFact),
        };
    }

    private Task<KnownConversation?> KnowAsync(string conversationId, CancellationToken cancellation) => conversations.KnowAsync(conversations.Get(conversationId), cancellation);
}

/// <param name="Owner">Station and name of the member of staff who answers; null: the bot.</param>
/// <param name="SeenUpTo">Staff have seen what was said up to then; null: nobody has said so.</param>
internal sealed record PresenceFact(string? Owner, DateTimeOffset? SeenUpTo);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PresenceFact))]
internal sealed partial class PresenceJson : JsonSerializerContext;

/// <summary>Notes for one socket that there is something to hint at, and wakes it.</summary>
internal sealed class SocketHints : IDisposable
{
    private readonly IDisposable[] _subscriptions;
    // At first nobody knows: staff may have begun before the socket was there.
    private int _typing = 1, _read = 1;

    public SocketHints(ChangeFeed feed, string conversationId, ChangeSignal signal)
    {
        _subscriptions =
        [
            feed.Subscribe(Topics.StaffTyping, conversationId, _ =>
            {
                Interlocked.Exchange(ref _typing, 1);
                signal.Set();
            }),
            feed.Subscribe(Topics.Read, conversationId, _ =>
            {
                Interlocked.Exchange(ref _read, 1);
                signal.Set();
            }),
        ];
    }

    /// <summary>Whether staff may have been typing since the last time.</summary>
    public bool TakeTyping() => Interlocked.Exchange(ref _typing, 0) == 1;

    /// <summary>Whether somebody has read on since the last time.</summary>
    public bool TakeRead() => Interlocked.Exchange(ref _read, 0) == 1;

    public void Dispose()
    {
        foreach (var subscription in _subscriptions) subscription.Dispose();
    }
}
