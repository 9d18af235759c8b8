using System.Collections.Concurrent;

namespace IntakeBot.Host.Desk.SignIn;

/// <summary>
/// Sign-in names that do not exist are locked after as many failures as those that do, so that the lock-out tells nobody
/// which names exist. Kept in memory, bounded.
/// </summary>
internal sealed class UnknownNames(TimeProvider time)
{
    private const int Most = 10_000;
    private readonly ConcurrentDictionary<string, (int Failures, DateTimeOffset Until)> _names = new(StringComparer.Ordinal);

    /// <returns>When the lock ends, or null while there is none.</returns>
    public DateTimeOffset? Fail(string normalizedName)
    {
        var now = time.GetUtcNow();
        if (_names.Count > Most) _names.Clear();
        var entry = _names.AddOrUpdate(normalizedName,
            _ => (1, default),
            (_, old) => old.Until > now ? old
                : old.Until != default ? (1, default)
                : old.Failures + 1 < StaffIdentity.Failures ? (old.Failures + 1, default)
                : (0, now + StaffIdentity.LockOut));
        return entry.Until > now ? entry.Until : null;
    }
}
