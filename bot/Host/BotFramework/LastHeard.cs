using System.Collections.Concurrent;

namespace IntakeBot.Host.BotFramework;

/// <summary>
/// The channel's id of the last message of each conversation, so that an answer can name what it answers. Only in memory: without
/// it the answer is a message like any other.
/// </summary>
internal sealed class LastHeard
{
    private const int Most = 4096;
    private readonly ConcurrentDictionary<string, string> _ids = new();

    public void Note(string conversationId, string? activityId)
    {
        if (activityId is not { Length: > 0 }) return;
        if (_ids.Count >= Most) _ids.Clear();
        _ids[conversationId] = activityId;
    }

    public string? Of(string conversationId) => _ids.GetValueOrDefault(conversationId);
}
