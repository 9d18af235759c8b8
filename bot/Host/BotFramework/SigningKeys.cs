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
internal sealed partial class SigningKeys(string metadata, HttpClient http, ResiliencePipeline calls, bool httpsOnly, TimeProvider clock, ILogger log)
{
    public static readonly TimeSpan Fresh = TimeSpan.FromHours(24);
    public static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_afterFailure = TimeSpan.FromSeconds(10);
    // A channel is to be answered within five seconds.
    private static readonly TimeSpan s_atMost = TimeSpan.FromSeconds(3);
    private readonly Lock _gate = new();
    private volatile Known _known = new(FrozenDictionary<string, SigningKey>.Empty, DateTimeOffset.MinValue, DateTimeOffset.MinValue);
    private Task<Known>? _reading;

    /// <returns>null: there is no such key, or it cannot be told in time.</returns>
    public async ValueTask<SigningKey?> FindAsync(string kid, CancellationToken cancellation)
    {
        var known = _known;
        var now = clock.GetUtcNow();
        var found = known.Keys.GetValueOrDefault(kid);
        if ((found is not null && now < known.Old) || now < known.NextRead) return found;
        try
        {
            return (await Reading(known, now).WaitAsync(s_atMost, clock, cancellation)).Keys.GetValueOrDefault(kid);
        }
        catch (TimeoutException)
        {
            return found;
        }
    }

    // One for all that wait; it goes on when they do not.
    private Task<Known> Reading(Known known, DateTimeOffset now)
    {
        lock (_gate)
        {
            if (!ReferenceEquals(known, _known)) return Task.FromResult(_known);
            return _reading ??= Task.Run(async () =>
            {
                var read = await ReadAsync(known, now);
                lock (_gate) (_known, _reading) = (read, null);
                return read;
            });
        }
    }

    private async Task<Known> ReadAsync(Known known, DateTimeOffset now)
    {
        try
        {
            var retriever = new HttpDocumentRetriever(http) { RequireHttps = httpsOnly };
            var read = await calls.ExecuteAsync(async stop => await OpenIdConnectConfigurationRetriever.GetAsync(metadata, retriever, stop), CancellationToken.None);
            var keys = read.JsonWebKeySet.Keys.Where(key => key.Kid is { Length: > 0 } && key.Kty == "RSA" && key.Use is null or "sig").DistinctBy(key => key.Kid).ToDictionary(key => key.Kid, Read);
            return new(keys.ToFrozenDictionary(), now + Fresh, now + Pause);
        }
        catch (Exception failed)
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
