using System.Collections.Concurrent;

namespace IntakeBot.Host.BotFramework;

/// <summary>
/// Services that could not be reached are left alone for a while, longer each time, so that one that is gone for good does not keep the
/// pump from all the others.
/// </summary>
internal sealed class AbsentServices(TimeProvider clock)
{
    private const int Most = 1024;
    private static readonly TimeSpan s_first = TimeSpan.FromSeconds(5), s_longest = TimeSpan.FromMinutes(5);
    private readonly ConcurrentDictionary<string, Absence> _absent = new();

    /// <summary>How long it is still to be left alone; null: it may be called.</summary>
    public TimeSpan? Wait(Uri service) =>
        !_absent.IsEmpty && _absent.TryGetValue(service.Authority, out var absence) && absence.Until - clock.GetUtcNow() is var left && left > TimeSpan.Zero ? left : null;

    /// <summary>How it went.</summary>
    /// <returns>How long it is to be left alone now.</returns>
    public TimeSpan? Note(Uri service, bool absent)
    {
        if (!absent)
        {
            if (!_absent.IsEmpty) _absent.TryRemove(service.Authority, out _);
            return null;
        }

        if (_absent.Count >= Most) _absent.Clear();
        var pause = _absent.TryGetValue(service.Authority, out var before) ? before.Pause * 2 : s_first;
        if (pause > s_longest) pause = s_longest;
        _absent[service.Authority] = new(pause, clock.GetUtcNow() + pause);
        return pause;
    }

    private readonly record struct Absence(TimeSpan Pause, DateTimeOffset Until);
}
