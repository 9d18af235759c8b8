using IntakeBot.Host.Security;
using IntakeBot.Host.Store;
using Microsoft.EntityFrameworkCore;
using System.Data.Common;
using System.Text;
using System.Text.Json;

namespace IntakeBot.Host.WeChat.Api;

/// <summary>
/// The access token of the account, one for all replicas, kept sealed in the store. It is renewed before it ends while the old one still
/// works, and when WeChat refuses it, once; never forced, because WeChat allows that a few times a day only.
/// </summary>
internal sealed partial class AccessTokens(
    WeChatSettings settings, ApiClient client, HostDbFactory databases, WriteGate gate, Seal seal, TimeProvider clock, ILogger<AccessTokens> log) : IDisposable
{
    // WeChat gives a new one from five minutes before the end, and keeps the old one good until then.
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(4), Least = TimeSpan.FromSeconds(30), AfterFailure = TimeSpan.FromSeconds(5);
    private readonly SemaphoreSlim _one = new(1, 1);
    private volatile Held? _held;
    private DateTimeOffset _notBefore;

    /// <returns>null: none is to be had just now.</returns>
    public async ValueTask<string?> GetAsync(CancellationToken cancellation)
    {
        if (_held is not { } held || Left(held) < Least) return await RenewAsync(null, cancellation);
        if (Left(held) < Ahead && _one.CurrentCount > 0) _ = RenewAsync(held.Token, CancellationToken.None);
        return held.Token;
    }

    /// <summary>Another one than that which was refused or ends soon; another replica may have it already.</summary>
    public async Task<string?> RenewAsync(string? old, CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation);
        try
        {
            if (_held is { } held && held.Token != old && Left(held) >= Least) return held.Token;
            if (clock.GetUtcNow() < _notBefore) return old is null ? null : _held?.Token;
            var kept = await ReadAsync(cancellation);
            if (kept is null || kept.Token == old || Left(kept) < Ahead) kept = await FetchAsync(cancellation) ?? kept;
            if (kept is null || Left(kept) < Least) return null;
            _held = kept;
            return kept.Token;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private TimeSpan Left(Held held) => held.Until - clock.GetUtcNow();

    private async Task<Held?> FetchAsync(CancellationToken cancellation)
    {
        var answer = await client.AskAsync(
            "cgi-bin/stable_token", new("client_credential", settings.AppId, settings.AppSecret, ForceRefresh: false), WeChatJson.Relaxed.TokenRequest, cancellation);
        if (answer.End == ApiEnd.Done && answer.Body.TryGetProperty("access_token", out var token) && token.ValueKind == JsonValueKind.String
            && answer.Body.TryGetProperty("expires_in", out var seconds) && seconds.TryGetInt32(out var life))
        {
            var fetched = new Held(token.GetString()!, clock.GetUtcNow() + TimeSpan.FromSeconds(life));
            await KeepAsync(fetched);
            return fetched;
        }

        _notBefore = clock.GetUtcNow() + AfterFailure;
        NoToken(log, answer.Reason);
        return null;
    }

    // The store only shares it: without the store every replica has the same one from WeChat.
    private async Task<Held?> ReadAsync(CancellationToken cancellation)
    {
        try
        {
            await using var db = databases.CreateDbContext();
            return await db.WeChatTokens.AsNoTracking().SingleOrDefaultAsync(t => t.AppId == settings.AppId, cancellation) is { } row && seal.Open(row.Token) is { } token
                ? new(Encoding.UTF8.GetString(token), row.Until)
                : null;
        }
        catch (DbException failed)
        {
            NotKept(log, failed.GetType().Name);
            return null;
        }
    }

    private async Task KeepAsync(Held held)
    {
        var token = seal.Close(Encoding.UTF8.GetBytes(held.Token));
        try
        {
            using var entered = await gate.EnterAsync(CancellationToken.None);
            await using var db = databases.CreateDbContext();
            var known = await db.WeChatTokens.Where(t => t.AppId == settings.AppId)
                .ExecuteUpdateAsync(set => set.SetProperty(t => t.Token, token).SetProperty(t => t.Until, held.Until));
            if (known > 0) return;
            db.WeChatTokens.Add(new() { AppId = settings.AppId, Token = token, Until = held.Until });
            await db.SaveChangesAsync();
        }
        catch (Exception failed) when (failed is DbException or DbUpdateException)
        {
            NotKept(log, failed.GetType().Name);
        }
    }

    private sealed record Held(string Token, DateTimeOffset Until);

    [LoggerMessage(Level = LogLevel.Warning, Message = "WeChat gave no access token ({Reason}); nothing can be sent there until it does. Check WeChat:AppId, WeChat:AppSecret and the account's list of allowed addresses")]
    private static partial void NoToken(ILogger log, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "WeChat's access token could not be shared through the store ({Error})")]
    private static partial void NotKept(ILogger log, string error);
}
