using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using IntakeBot.Host.Store;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Host.Api;

/// <summary>Keys of other programs: shown once, stored as a hash, good for their scopes.</summary>
internal sealed class ApiKeys(HostDbFactory databases, TimeProvider clock)
{
    public const string PetitionsRead = "petitions:read";
    public static readonly IReadOnlyList<string> Scopes = [PetitionsRead];

    private const string Prefix = "intake_";
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(20);
    private readonly ConcurrentDictionary<string, (string? Scopes, long At)> _known = new();

    /// <returns>The key, which nobody can read again; null when the name is taken.</returns>
    public async Task<string?> AddAsync(string name, IEnumerable<string> scopes, CancellationToken cancellation)
    {
        var key = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        await using var db = databases.CreateDbContext();
        if (await db.ApiKeys.AnyAsync(k => k.Name == name, cancellation)) return null;
        db.ApiKeys.Add(new() { Name = name, Hash = Hash(key), Scopes = string.Join(' ', scopes), CreatedAt = clock.GetUtcNow() });
        await db.SaveChangesAsync(cancellation);
        return key;
    }

    public async Task<KeyCheck> CheckAsync(HttpRequest request, string scope, CancellationToken cancellation)
    {
        var header = request.Headers.Authorization.ToString();
        if (!header.StartsWith("Bearer " + Prefix, StringComparison.Ordinal) || header.Length > 128) return KeyCheck.Missing;
        var hash = Hash(header[7..]);
        var remembered = Convert.ToHexString(hash);
        if (!_known.TryGetValue(remembered, out var found) || clock.GetElapsedTime(found.At) > Remembered)
        {
            await using var db = databases.CreateDbContext();
            found = (await db.ApiKeys.Where(k => k.Hash == hash).Select(k => k.Scopes).SingleOrDefaultAsync(cancellation), clock.GetTimestamp());
            // Only keys that exist are remembered: guesses must not fill the memory.
            if (found.Scopes is not null) _known[remembered] = found;
            else _known.TryRemove(remembered, out _);
        }

        if (found.Scopes is null) return KeyCheck.Unknown;
        return found.Scopes.Split(' ').Contains(scope) ? KeyCheck.Good : KeyCheck.OutOfScope;
    }

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}

internal enum KeyCheck
{
    Good,
    Missing,
    Unknown,
    OutOfScope,
}
