using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;

namespace IntakeBot.Host.WeChat.Wire;

/// <summary>
/// How long a signed address stays good. In plain mode the signature does not cover the body: what was signed once goes with one body only,
/// or whoever saw an address could send any words with it.
/// </summary>
internal sealed class Freshness(TimeProvider clock)
{
    /// <summary>On both sides: clocks differ, and a third delivery comes late.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(5);
    private const int Most = 20_000;
    private readonly ConcurrentDictionary<string, (DateTimeOffset At, string Body)> _seen = new(StringComparer.Ordinal);

    public bool IsFresh(string timestamp) =>
        long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= 253402300799
        && (clock.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(seconds)).Duration() <= Window;

    /// <summary>True the first time, and for a repetition of the same body.</summary>
    public bool GoesWith(string signature, byte[] body)
    {
        var now = clock.GetUtcNow();
        if (_seen.Count >= Most)
        {
            foreach (var old in _seen.Where(s => now - s.Value.At > 2 * Window)) _seen.TryRemove(old);
        }

        // Only signed ones come here, so that this many in ten minutes are not an attack but a very busy night: then none is remembered.
        if (_seen.Count >= Most) return true;
        var hash = Convert.ToHexStringLower(SHA256.HashData(body));
        return _seen.GetOrAdd(signature, (now, hash)).Body == hash;
    }
}
