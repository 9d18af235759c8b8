using IntakeBot.Host.Security;
using IntakeBot.Host.Store;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Host.Api.Repeats;

/// <summary>First answers to calls that write, kept for a day.</summary>
internal sealed class ApiAnswers(HostDbFactory databases, WriteGate gate, Seal seal, TimeProvider clock)
{
    private static readonly TimeSpan s_keep = TimeSpan.FromDays(1);
    /// <summary>A call that has no answer after this time died with its process; the next one may try again.</summary>
    private static readonly TimeSpan s_atMost = TimeSpan.FromSeconds(30);
    private int _begun;

    /// <summary>Claims the key for this call, or says what became of the first.</summary>
    public async Task<Beginning> BeginAsync(string key, string repeat, byte[] hash, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        using var held = await gate.EnterAsync(cancellation);
        await using var db = databases.CreateDbContext();
        if ((Interlocked.Increment(ref _begun) & 255) == 1)
        {
            var before = now - s_keep;
            await db.ApiAnswers.Where(a => a.StartedAt < before).ExecuteDeleteAsync(cancellation);
        }
        if (await JudgeAsync(db, key, repeat, hash, now, cancellation) is { } known) return known;
        db.ApiAnswers.Add(new() { KeyName = key, RepeatKey = repeat, RequestHash = hash, StartedAt = now });
        try
        {
            await db.SaveChangesAsync(cancellation);
            return new Beginning.Begun();
        }
        catch (DbUpdateException) when (Exists(key, repeat))
        {
            // The same call at the same moment at another replica.
            return new Beginning.Running();
        }
    }

    public async Task KeepAsync(string key, string repeat, FirstAnswer answer)
    {
        var body = seal.Close(answer.Body);
        using var held = await gate.EnterAsync(CancellationToken.None);
        await using var db = databases.CreateDbContext();
        await db.ApiAnswers.Where(a => a.KeyName == key && a.RepeatKey == repeat).ExecuteUpdateAsync(
            set => set.SetProperty(a => a.Status, answer.Status).SetProperty(a => a.ContentType, answer.ContentType).SetProperty(a => a.ETag, answer.ETag).SetProperty(a => a.Body, body));
    }

    /// <summary>It came to nothing: the next one is a first one again.</summary>
    public async Task ForgetAsync(string key, string repeat)
    {
        using var held = await gate.EnterAsync(CancellationToken.None);
        await using var db = databases.CreateDbContext();
        await db.ApiAnswers.Where(a => a.KeyName == key && a.RepeatKey == repeat).ExecuteDeleteAsync();
    }

    private async Task<Beginning?> JudgeAsync(HostDb db, string key, string repeat, byte[] hash, DateTimeOffset now, CancellationToken cancellation)
    {
        if (await db.ApiAnswers.AsNoTracking().SingleOrDefaultAsync(a => a.KeyName == key && a.RepeatKey == repeat, cancellation) is not { } first) return null;
        if (!first.RequestHash.AsSpan().SequenceEqual(hash)) return new Beginning.Different();
        if (first.Status is { } status) return seal.Open(first.Body) is { } body ? new Beginning.Answered(new(status, first.ContentType, first.ETag, body)) : new Beginning.Different();
        if (first.StartedAt > now - s_atMost) return new Beginning.Running();
        var taken = await db.ApiAnswers.Where(a => a.KeyName == key && a.RepeatKey == repeat && a.StartedAt == first.StartedAt && a.Status == null)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.StartedAt, now), cancellation);
        return taken == 1 ? new Beginning.Begun() : new Beginning.Running();
    }

    private bool Exists(string key, string repeat)
    {
        using var db = databases.CreateDbContext();
        return db.ApiAnswers.Any(a => a.KeyName == key && a.RepeatKey == repeat);
    }
}

internal sealed record FirstAnswer(int Status, string? ContentType, string? ETag, byte[] Body);

/// <summary>What is to be done with a call that writes.</summary>
internal abstract record Beginning
{
    public sealed record Begun : Beginning;
    public sealed record Answered(FirstAnswer First) : Beginning;
    /// <summary>The key was used for another call.</summary>
    public sealed record Different : Beginning;
    /// <summary>The first one is still being worked on.</summary>
    public sealed record Running : Beginning;
}
