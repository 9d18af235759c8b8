using System.Collections.Concurrent;
using IntakeBot.Dialogue.Activities;
using IntakeBot.Host.Channels;
using IntakeBot.Host.Conversations;
using IntakeBot.Host.Live;

namespace IntakeBot.Host.Presence;

/// <summary>
/// Shows the resident that the member of staff who owns the conversation is writing: on whichever channel, at whichever replica, and stored
/// nowhere. Whoever asks more often than every three seconds is not heard.
/// </summary>
internal sealed partial class StaffTyping : IDisposable
{
    private static readonly TimeSpan s_every = TimeSpan.FromSeconds(3), s_holds = TimeSpan.FromSeconds(6);
    private const int Remembered = 4096;
    private readonly LiveConversations _conversations;
    private readonly ChannelAddresses _addresses;
    private readonly IPushChannel[] _channels;
    private readonly ChangeFeed _feed;
    private readonly TimeProvider _clock;
    private readonly ILogger<StaffTyping> _log;
    private readonly ConcurrentDictionary<string, DateTimeOffset> _told = new(), _typing = new();
    private readonly IDisposable[] _subscriptions;

    public StaffTyping(
        LiveConversations conversations, ChannelAddresses addresses, IEnumerable<IPushChannel> channels, ChangeFeed feed, TimeProvider clock, ILogger<StaffTyping> log)
    {
        (_conversations, _addresses, _channels, _feed, _clock, _log) = (conversations, addresses, [.. channels], feed, clock, log);
        _subscriptions =
        [
            feed.Subscribe(Topics.StaffTyping, change => Note(_typing, change.Id)),
            // Whoever has spoken is not typing any more, as far as anybody can see.
            feed.Subscribe(Topics.Conversation, change => _typing.TryRemove(change.Id, out _)),
        ];
    }

    /// <param name="staffId">Nobody but the owner is shown.</param>
    public async Task TypeAsync(string conversationId, string staffId, CancellationToken cancellation = default)
    {
        if (_told.TryGetValue(conversationId, out var last) && _clock.GetUtcNow() - last < s_every) return;
        var known = await _conversations.KnowAsync(_conversations.Get(conversationId), cancellation);
        if (known is null || known.OwnerId != staffId) return;
        Note(_told, conversationId);
        _feed.Publish(Topics.StaffTyping, conversationId);
        if (known.Pushes && _channels.FirstOrDefault(c => c.Serves(known.Channel)) is { } channel) _ = PushAsync(channel, known);
    }

    /// <summary>When staff were last heard typing, as long as that may be shown; null: nobody is typing.</summary>
    public DateTimeOffset? Of(string conversationId) =>
        _typing.TryGetValue(conversationId, out var at) && _clock.GetUtcNow() - at < s_holds ? at : null;

    /// <summary>As Direct Line shows it. The same id for the same moment, so that who asks often sees it once.</summary>
    public static Activity Shown(KnownConversation conversation, DateTimeOffset at) => new()
    {
        Type = "typing",
        Id = "typing-" + at.ToUnixTimeMilliseconds().ToString(System.Globalization.CultureInfo.InvariantCulture),
        Timestamp = at,
        ChannelId = conversation.Channel,
        Conversation = new() { Id = conversation.Id },
        From = new() { Id = "staff-" + conversation.OwnerId, Name = conversation.OwnerName, Role = "bot" },
    };

    public void Dispose()
    {
        foreach (var subscription in _subscriptions) subscription.Dispose();
    }

    // Beside the clerk's writing: a slow channel must not be felt at the desk.
    private async Task PushAsync(IPushChannel channel, KnownConversation known)
    {
        try
        {
            if (await _addresses.FindAsync(known.Id, CancellationToken.None) is { } address) await channel.TypeAsync(new(known.Id, known.Channel, address), CancellationToken.None);
        }
        catch (Exception failed)
        {
            NotShown(_log, known.Id, failed.GetType().Name);
        }
    }

    private void Note(ConcurrentDictionary<string, DateTimeOffset> moments, string id)
    {
        if (moments.Count >= Remembered) moments.Clear();
        moments[id] = _clock.GetUtcNow();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Typing could not be shown in conversation {Conversation} ({Error})")]
    private static partial void NotShown(ILogger log, string conversation, string error);
}
