using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace IntakeBot.Host.BotFramework;

/// <summary>
/// Checks the token of an Authorization header before anything else of the request is read: issuer, algorithm, key, signature,
/// audience, lifetime, in this order. What it says of the activity is compared once the body is there, see <see cref="Caller"/>.
/// </summary>
internal sealed class TokenCheck(BotFrameworkSettings settings, ChannelKeys channel, EntraKeys entra, TimeProvider clock)
{
    private const int Longest = 16 * 1024;
    private static readonly TimeSpan s_skew = TimeSpan.FromMinutes(5);
    private static readonly string[] s_algorithms = [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512];
    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false, MaximumTokenSizeInBytes = Longest };

    /// <returns>null: 401.</returns>
    public async ValueTask<Caller?> CheckAsync(HttpRequest request, CancellationToken cancellation)
    {
        var header = request.Headers.Authorization;
        // Only where no app id is set, which is only possible in Development.
        if (settings.AppId is null) return header.Count == 0 ? Caller.Local : null;
        if (Bearer(header) is not { } bearer || Read(bearer) is not { } token) return null;
        if (token.Issuer == settings.Issuer) return await ChannelAsync(token, cancellation);
        return settings.EntraIssuers.Contains(token.Issuer) ? await EntraAsync(token, cancellation) : null;
    }

    // Exactly "Bearer", one space, one word.
    private static string? Bearer(Microsoft.Extensions.Primitives.StringValues header)
    {
        if (header.Count != 1 || header[0] is not { Length: > 7 and <= Longest } value || !value.StartsWith("Bearer ", StringComparison.Ordinal)) return null;
        return value.AsSpan(7).Contains(' ') ? null : value[7..];
    }

    private JsonWebToken? Read(string bearer)
    {
        try
        {
            var token = _handler.ReadJsonWebToken(bearer);
            return token.IsSigned && !token.IsEncrypted && s_algorithms.Contains(token.Alg) && token.Kid is { Length: > 0 } ? token : null;
        }
        catch (Exception malformed) when (malformed is ArgumentException or SecurityTokenException)
        {
            return null;
        }
    }

    private async ValueTask<Caller?> ChannelAsync(JsonWebToken token, CancellationToken cancellation)
    {
        if (await channel.Keys.FindAsync(token.Kid, cancellation) is not { } key || !await IsSoundAsync(token, key)) return null;
        return token.TryGetPayloadValue<string>("serviceurl", out var url) && url.Length > 0 ? new(CallerKind.Channel, key.Endorsements, url) : null;
    }

    /// <summary>
    /// Emulators and other agents: the token names the app that calls. The key must be one that may sign for the issuer, and the
    /// issuer's tenant be the token's.
    /// </summary>
    private async ValueTask<Caller?> EntraAsync(JsonWebToken token, CancellationToken cancellation)
    {
        if (await entra.Keys.FindAsync(token.Kid, cancellation) is not { } key || !await IsSoundAsync(token, key)) return null;
        if (key.Issuer is { } issuer && !SignsFor(issuer, token)) return null;
        if (!token.TryGetPayloadValue<string>("ver", out var version)) return null;
        var claim = version switch { "1.0" => "appid", "2.0" => "azp", _ => null };
        return claim is not null && token.TryGetPayloadValue<string>(claim, out var app) && settings.EntraCallers.Contains(app) ? new(CallerKind.Agent, [], null) : null;
    }

    private static bool SignsFor(string keyIssuer, JsonWebToken token)
    {
        if (!token.TryGetPayloadValue<string>("tid", out var tenant) || tenant.Length == 0 || !token.Issuer.Contains($"/{tenant}/", StringComparison.Ordinal)) return false;
        return keyIssuer.Replace("{tenantid}", tenant, StringComparison.Ordinal).Contains($"/{tenant}/", StringComparison.Ordinal);
    }

    private async Task<bool> IsSoundAsync(JsonWebToken token, SigningKey key) => (await _handler.ValidateTokenAsync(token, new TokenValidationParameters
    {
        ValidIssuer = token.Issuer,
        ValidAudience = settings.AppId,
        ValidAlgorithms = s_algorithms,
        IssuerSigningKey = key.Key,
        TryAllIssuerSigningKeys = false,
        RequireSignedTokens = true,
        RequireExpirationTime = true,
        LifetimeValidator = (from, to, _, _) =>
            clock.GetUtcNow() is var now && to is { } end && now <= Utc(end) + s_skew && (from is not { } start || now >= Utc(start) - s_skew),
    })).IsValid;

    private static DateTimeOffset Utc(DateTime time) => new(DateTime.SpecifyKind(time, DateTimeKind.Utc), TimeSpan.Zero);
}

/// <summary>The keys of the channels.</summary>
internal sealed record ChannelKeys(SigningKeys Keys);

/// <summary>The keys of Entra.</summary>
internal sealed record EntraKeys(SigningKeys Keys);
