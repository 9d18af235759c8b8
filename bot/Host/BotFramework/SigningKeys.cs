using System.Collections.Frozen;
using System.Text.Json;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using Polly;

namespace IntakeBot.Host.BotFramework;

/// <summary>
/// The keys that an issuer publishes, by their <c>kid</c>. Kept for a day; read again at once for a kid that is not there, but then
/// not again for a while, so that invented kids cost nothing. While they cannot be read the old ones count.
/// </summary>
internal sealed partial class SigningKeys(string metadata, HttpClient http, ResiliencePipeline calls, bool httpsOnly, TimeProvider clock, ILogger log) : IDisposable
{
    public static readonly TimeSpan Fresh = TimeSpan.FromHours(24);
    public static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_afterFailure = TimeSpan.FromSeconds(10);
    private readonly SemaphoreSlim _one = new(1, 1);
    private volatile Known _known = new(FrozenDictionary<string, SigningKey>.Empty, DateTimeOffset.MinValue, DateTimeOffset.MinValue);

    public async ValueTask<SigningKey?> FindAsync(string kid, CancellationToken cancellation)
    {
        var known = _known;
        var now = clock.GetUtcNow();
        var found = known.Keys.GetValueOrDefault(kid);
        if (found is not null && now < known.Old) return found;
        if (now < known.NextRead) return found;

        await _one.WaitAsync(cancellation);
        try
        {
            // Somebody else may have read them while this one waited.
            if (ReferenceEquals(known, _known)) _known = await ReadAsync(known, now, cancellation);
            return _known.Keys.GetValueOrDefault(kid);
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private async Task<Known> ReadAsync(Known known, DateTimeOffset now, CancellationToken cancellation)
    {
        try
        {
            var retriever = new HttpDocumentRetriever(http) { RequireHttps = httpsOnly };
            var read = await calls.ExecuteAsync(async stop => await OpenIdConnectConfigurationRetriever.GetAsync(metadata, retriever, stop), cancellation);
            var keys = read.JsonWebKeySet.Keys.Where(key => key.Kid is { Length: > 0 } && key.Kty == "RSA" && key.Use is null or "sig").ToDictionary(key => key.Kid, Read);
            return new(keys.ToFrozenDictionary(), now + Fresh, now + Pause);
        }
        catch (Exception failed) when (failed is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            ReadFailed(log, metadata, failed.GetType().Name);
            return known with { NextRead = now + s_afterFailure };
        }
    }

    // Endorsements and issuer are members of the key that the standard does not know.
    private static SigningKey Read(JsonWebKey key) => new(
        key,
        key.AdditionalData.TryGetValue("endorsements", out var list) && list is JsonElement { ValueKind: JsonValueKind.Array } endorsements
            ? [.. endorsements.EnumerateArray().Where(e => e.ValueKind == JsonValueKind.String).Select(e => e.GetString()!)]
            : [],
        key.AdditionalData.TryGetValue("issuer", out var issuer) ? issuer.ToString() : null);

    private sealed record Known(FrozenDictionary<string, SigningKey> Keys, DateTimeOffset Old, DateTimeOffset NextRead);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The signing keys at {Metadata} could not be read ({Error}); those known before count")]
    private static partial void ReadFailed(ILogger log, string metadata, string error);
}

/// <param name="Endorsements">Channels for which this key may speak.</param>
/// <param name="Issuer">Entra: whose tokens it may sign; <c>{tenantid}</c> stands for every tenant.</param>
internal sealed record SigningKey(JsonWebKey Key, string[] Endorsements, string? Issuer);
