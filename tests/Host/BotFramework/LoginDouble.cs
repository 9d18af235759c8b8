using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace IntakeBot.Host.Tests.BotFramework;

/// <summary>
/// Stands in for Microsoft's sign-in: the keys of channels and of Entra, and the endpoint where a bot gets its own token. Its keys
/// can sign whatever a test wants.
/// </summary>
public sealed class LoginDouble : IAsyncDisposable
{
    public const string AppId = "3f2a8f56-1111-4222-8333-123456789abc";
    public const string AppPassword = "the-app-password";
    public const string Issuer = "https://api.botframework.com";
    public const string Scope = "https://api.botframework.com/.default";
    public const string Tenant = "d6d49420-f39b-4df7-a1dc-d59a935871db";
    public const string ServiceUrl = "https://smba.trafficmanager.net/apac/";
    public static readonly string[] Endorsed = ["directline", "webchat", "msteams"];

    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, (RSA Key, string[]? Endorsements, bool Published)> _keys = new();
    private readonly ConcurrentQueue<TokenRequest> _tokenRequests = new();
    private int _keyReads;

    private LoginDouble(WebApplication app) => _app = app;

    public string Url => _app.Urls.First();
    public string Metadata => $"{Url}/v1/.well-known/openidconfiguration";
    public string EntraMetadata => $"{Url}/common/v2.0/.well-known/openid-configuration";
    public string TokenUrl => $"{Url}/botframework.com/oauth2/v2.0/token";
    public int KeyReads => Volatile.Read(ref _keyReads);
    public IReadOnlyCollection<TokenRequest> TokenRequests => _tokenRequests;
    /// <summary>Answers of the token endpoint instead of a token.</summary>
    public HttpStatusCode? TokenTrouble { get; set; }
    public int TokenSeconds { get; set; } = 3600;

    public static async Task<LoginDouble> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var login = new LoginDouble(app);
        login.Publish("k1", Endorsed);
        login.Publish("k-bare", null);
        login.Publish("e1", null);
        app.MapGet("/v1/.well-known/openidconfiguration", (HttpRequest request) => Configuration(request, Issuer, $"{login.Url}/v1/keys"));
        app.MapGet("/common/v2.0/.well-known/openid-configuration", (HttpRequest request) => Configuration(request, "https://login.microsoftonline.com/{tenantid}/v2.0", $"{login.Url}/common/keys"));
        app.MapGet("/v1/keys", () => login.Keys(entra: false));
        app.MapGet("/common/keys", () => login.Keys(entra: true));
        app.MapPost("/botframework.com/oauth2/v2.0/token", login.TokenAsync);
        await app.StartAsync();
        return login;
    }

    /// <summary>A new key; with the next reading of the keys it is known.</summary>
    public void Publish(string kid, string[]? endorsements, bool published = true) => _keys[kid] = (RSA.Create(2048), endorsements, published);

    /// <summary>The claims of a good channel token.</summary>
    public static Dictionary<string, object> Good() => new()
    {
        ["iss"] = Issuer,
        ["aud"] = AppId,
        ["serviceurl"] = ServiceUrl,
        ["nbf"] = In(TimeSpan.FromMinutes(-1)),
        ["exp"] = In(TimeSpan.FromHours(1)),
    };

    /// <summary>The claims of a token that an emulator gets for the bot's own app.</summary>
    public static Dictionary<string, object> Emulator(string version, string app = AppId) => new()
    {
        ["iss"] = version == "1.0" ? $"https://sts.windows.net/{Tenant}/" : $"https://login.microsoftonline.com/{Tenant}/v2.0",
        ["aud"] = AppId,
        ["tid"] = Tenant,
        ["ver"] = version,
        [version == "1.0" ? "appid" : "azp"] = app,
        ["nbf"] = In(TimeSpan.FromMinutes(-1)),
        ["exp"] = In(TimeSpan.FromHours(1)),
    };

    public string Sign(Dictionary<string, object> claims, string kid = "k1", string algorithm = SecurityAlgorithms.RsaSha256, string? as_ = null) => Encode(
        claims, new SigningCredentials(new RsaSecurityKey(_keys[kid].Key) { KeyId = as_ ?? kid }, algorithm));

    /// <summary>HS256 with what everybody can read as the secret: the public key.</summary>
    public string SignWithPublicKey(Dictionary<string, object> claims)
    {
        var secret = System.Text.Encoding.UTF8.GetBytes(_keys["k1"].Key.ExportSubjectPublicKeyInfoPem());
        return Encode(claims, new SigningCredentials(new SymmetricSecurityKey(secret) { KeyId = "k1" }, SecurityAlgorithms.HmacSha256));
    }

    public static string Unsigned(Dictionary<string, object> claims)
    {
        var header = Base64UrlEncoder.Encode("""{"alg":"none","typ":"JWT","kid":"k1"}""");
        return $"{header}.{Base64UrlEncoder.Encode(JsonSerializer.Serialize(claims))}.";
    }

    public static long In(TimeSpan time) => (TimeProvider.System.GetUtcNow() + time).ToUnixTimeSeconds();

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        foreach (var (key, _, _) in _keys.Values) key.Dispose();
    }

    private static string Encode(Dictionary<string, object> claims, SigningCredentials credentials) =>
        new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(JsonSerializer.Serialize(claims), credentials);

    private static IResult Configuration(HttpRequest request, string issuer, string keys) =>
        Results.Json(new { issuer, jwks_uri = HttpsToLocal.CameFor(request) ? HttpsToLocal.Address(keys) : keys, id_token_signing_alg_values_supported = (string[])["RS256"] });

    private IResult Keys(bool entra)
    {
        Interlocked.Increment(ref _keyReads);
        var set = new JsonArray();
        foreach (var (kid, (key, endorsements, published)) in _keys)
        {
            if (!published || kid.StartsWith('e') != entra) continue;
            var parameters = key.ExportParameters(false);
            var json = new JsonObject
            {
                ["kty"] = "RSA", ["use"] = "sig", ["kid"] = kid, ["x5t"] = kid,
                ["n"] = Base64UrlEncoder.Encode(parameters.Modulus), ["e"] = Base64UrlEncoder.Encode(parameters.Exponent),
            };
            if (endorsements is not null) json["endorsements"] = new JsonArray([.. endorsements.Select(e => JsonValue.Create(e))]);
            if (entra) json["issuer"] = "https://login.microsoftonline.com/{tenantid}/v2.0";
            set.Add(json);
        }

        return Results.Text(new JsonObject { ["keys"] = set }.ToJsonString(), "application/json");
    }

    private async Task<IResult> TokenAsync(HttpRequest request)
    {
        var form = await request.ReadFormAsync();
        var asked = new TokenRequest(request.ContentType!, form.ToDictionary(f => f.Key, f => f.Value.ToString()));
        _tokenRequests.Enqueue(asked);
        if (TokenTrouble is { } trouble) return Results.StatusCode((int)trouble);
        if (asked.Form["client_id"] != AppId || asked.Form["client_secret"] != AppPassword) return Results.Json(new { error = "invalid_client" }, statusCode: 401);
        if (asked.Form["grant_type"] != "client_credentials" || asked.Form["scope"] != Scope) return Results.Json(new { error = "invalid_request" }, statusCode: 400);
        // As Entra issues it for the bot's own app: that is what a Connector, an emulator or a skill verifies.
        var claims = Emulator("1.0");
        claims["aud"] = AppId;
        claims["jti"] = Guid.CreateVersion7().ToString("N");
        claims["exp"] = In(TimeSpan.FromSeconds(TokenSeconds));
        return Results.Json(new { token_type = "Bearer", expires_in = TokenSeconds, ext_expires_in = TokenSeconds, access_token = Sign(claims, "e1") });
    }
}

public sealed record TokenRequest(string ContentType, Dictionary<string, string> Form);
