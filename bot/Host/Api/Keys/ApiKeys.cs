using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using IntakeBot.Casework.Places;
using IntakeBot.Host.Store;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Host.Api.Keys;

/// <summary>Keys of other programs: shown once, stored as a hash, good for their scopes and area until they are ended.</summary>
internal sealed partial class ApiKeys(HostDbFactory databases, WriteGate gate, PlacesSource places, TimeProvider clock)
{
    public const int LongestName = 40;
    private const string Prefix = "intake_";
    /// <summary>So long a key that was ended elsewhere may still open something.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_noteUse = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<string, (ApiKey Key, long At)> _known = new(StringComparer.Ordinal);

    public async Task<IReadOnlyList<ApiKey>> ListAsync(CancellationToken cancellation = default)
    {
        await using var db = databases.CreateDbContext();
        return [.. (await db.ApiKeys.AsNoTracking().ToListAsync(cancellation)).OrderBy(k => k.EndedAt is not null).ThenBy(k => k.Name, StringComparer.Ordinal).Select(Of)];
    }

    public async Task<KeyMade> AddAsync(NewKey wanted, CancellationToken cancellation = default)
    {
        var (name, display) = (wanted.Name.Trim(), string.IsNullOrWhiteSpace(wanted.DisplayName) ? null : wanted.DisplayName.Trim());
        if (!NamePattern().IsMatch(name)) return new(null, KeyProblem.NameBad);
        if (display is { Length: > LongestName } || display?.Any(char.IsControl) == true) return new(null, KeyProblem.DisplayNameBad);
        if (wanted.Scopes.Count == 0 || wanted.Scopes.Any(scope => !KeyScopes.All.Contains(scope))) return new(null, KeyProblem.ScopeMissing);
        if (wanted.StationId is { } station && places.Current.FindStation(station) is not { Active: true }) return new(null, KeyProblem.StationMissing);

        var key = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        using var held = await gate.EnterAsync(cancellation);
        await using var db = databases.CreateDbContext();
        if (await db.ApiKeys.AnyAsync(k => k.Name == name, cancellation)) return new(null, KeyProblem.NameTaken);
        db.ApiKeys.Add(new()
        {
            Name = name,
            Hash = Hash(key),
            Scopes = string.Join(' ', wanted.Scopes.Distinct()),
            StationId = wanted.StationId,
            DisplayName = display,
            CreatedAt = clock.GetUtcNow(),
        });
        try
        {
            await db.SaveChangesAsync(cancellation);
            return new(key, null);
        }
        catch (DbUpdateException) when (Exists(name))
        {
            return new(null, KeyProblem.NameTaken);
        }
    }

    /// <summary>It opens nothing any more: here at once, in other processes within 20 s. False: there is no such key, or it was ended before.</summary>
    public async Task<bool> EndAsync(string name, CancellationToken cancellation = default)
    {
        var now = clock.GetUtcNow();
        using var held = await gate.EnterAsync(cancellation);
        await using var db = databases.CreateDbContext();
        var ended = await db.ApiKeys.Where(k => k.Name == name && k.EndedAt == null).ExecuteUpdateAsync(set => set.SetProperty(k => k.EndedAt, now), cancellation) == 1;
        foreach (var (hash, (key, _)) in _known) if (key.Name == name) _known.TryRemove(hash, out _);
        return ended;
    }

    /// <summary>The key of a request; null: none was sent, it does not exist, or it was ended.</summary>
    public async Task<ApiKey?> FindAsync(HttpRequest request, CancellationToken cancellation)
    {
        var header = request.Headers.Authorization.ToString();
        if (!header.StartsWith("Bearer " + Prefix, StringComparison.Ordinal) || header.Length > 128) return null;
        var hash = Hash(header[7..]);
        var remembered = Convert.ToHexString(hash);
        if (_known.TryGetValue(remembered, out var known) && clock.GetElapsedTime(known.At) < Remembered) return known.Key;

        await using var db = databases.CreateDbContext();
        if (await db.ApiKeys.AsNoTracking().SingleOrDefaultAsync(k => k.Hash == hash && k.EndedAt == null, cancellation) is not { } row)
        {
            // Only keys that exist are remembered: guesses must not fill the memory.
            _known.TryRemove(remembered, out _);
            return null;
        }
        await NoteUseAsync(db, row, cancellation);
        var found = Of(row);
        _known[remembered] = (found, clock.GetTimestamp());
        return found;
    }

    /// <summary>The key of a name while it is good, for whoever acts in its name.</summary>
    public async Task<ApiKey?> FindAsync(string name, CancellationToken cancellation)
    {
        if (_known.Values.FirstOrDefault(k => k.Key.Name == name) is { Key: not null } known && clock.GetElapsedTime(known.At) < Remembered) return known.Key;
        await using var db = databases.CreateDbContext();
        return await db.ApiKeys.AsNoTracking().SingleOrDefaultAsync(k => k.Name == name && k.EndedAt == null, cancellation) is { } row ? Of(row) : null;
    }

    // To the minute: a busy key must not write with every request.
    private async Task NoteUseAsync(HostDb db, ApiKeyRow row, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        if (row.UsedAt > now - s_noteUse) return;
        using var held = await gate.EnterAsync(cancellation);
        await db.ApiKeys.Where(k => k.Name == row.Name).ExecuteUpdateAsync(set => set.SetProperty(k => k.UsedAt, now), cancellation);
    }

    private bool Exists(string name)
    {
        using var db = databases.CreateDbContext();
        return db.ApiKeys.Any(k => k.Name == name);
    }

    private static ApiKey Of(ApiKeyRow row) => new(
        row.Name, row.Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal), row.StationId, row.DisplayName ?? row.Name, row.CreatedAt, row.EndedAt, row.UsedAt);

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    // It is part of the owner's id of what is answered through it: no colon, no space.
    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();
}
