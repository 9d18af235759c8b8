using System.Collections.Concurrent;

namespace IntakeBot.Host.WeChat;

/// <summary>WeChat shows "typing" for 15 s and refuses it again before they are over (45081).</summary>
internal sealed class TypingPace(TimeProvider clock)
{
    private const int Most = 4096;
    private static readonly TimeSpan s_shown = TimeSpan.FromSeconds(15);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _shown = new();

    public bool May(string conversationId)
    {
        var now = clock.GetUtcNow();
        if (_shown.TryGetValue(conversationId, out var at) && now - at < s_shown) return false;
        if (_shown.Count >= Most) _shown.Clear();
        _shown[conversationId] = now;
        return true;
    }

    /// <summary>A message ends it.</summary>
    public void Ended(string conversationId) => _shown.TryRemove(conversationId, out _);
}
