using System.Collections.Concurrent;

namespace IntakeBot.Host.BotFramework;

/// <summary>
/// The channel's id of the last message of each conversation, so that an answer can name what it answers. Only in memory: without
/// it the answer is a message like any other. And when something was last said there outside the turns.
/// </summary>
internal sealed class LastHeard(TimeProvider clock)
{
    private const int Most = 4096;
    private static readonly TimeSpan s_quiet = TimeSpan.FromSeconds(10);
    private readonly ConcurrentDictionary<string, string> _ids = new();
    private readonly ConcurrentDictionary<string, long> _complained = new();

    public void Note(string conversationId, string? activityId)
    {
        if (activityId is not { Length: > 0 }) return;
        if (_ids.Count >= Most) _ids.Clear();
        _ids[conversationId] = activityId;
    }

    /// <summary>Whether something may be said outside the turns: now and then only, however much comes in.</summary>
    public bool MayComplain(string conversationId)
    {
        var now = clock.GetTimestamp();
        if (_complained.Count >= Most) _complained.Clear();
        if (_complained.TryGetValue(conversationId, out var last) && clock.GetElapsedTime(last, now) < s_quiet) return false;
        _complained[conversationId] = now;
        return true;
    }

    public string? Of(string conversationId) => _ids.GetValueOrDefault(conversationId);
}
