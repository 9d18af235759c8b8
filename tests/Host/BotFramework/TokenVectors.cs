using System.Text.Json.Nodes;
using Microsoft.IdentityModel.Tokens;

namespace IntakeBot.Host.Tests.BotFramework;

/// <summary>A request as it comes to the door, and what must become of it.</summary>
/// <param name="Accept">As a channel's bot in production.</param>
/// <param name="InDevelopment">The same where a developer works; null: no other.</param>
/// <param name="Elsewhere">What botbuilder 4.23.3 says, where it is known to differ from what we do in Development.</param>
public sealed record TokenVector(string? Header, JsonObject Activity, bool Accept, bool? InDevelopment = null, bool? Elsewhere = null)
{
    public bool AcceptInDevelopment => InDevelopment ?? Accept;
    public bool AcceptElsewhere => Elsewhere ?? AcceptInDevelopment;
}

public static class TokenVectors
{
    private static readonly Dictionary<string, Func<LoginDouble, TokenVector>> s_all = new()
    {
        ["good"] = login => Bearer(login.Sign(LoginDouble.Good()), true),
        ["RS384"] = login => Bearer(login.Sign(LoginDouble.Good(), algorithm: SecurityAlgorithms.RsaSha384), true),
        ["RS512"] = login => Bearer(login.Sign(LoginDouble.Good(), algorithm: SecurityAlgorithms.RsaSha512), true),
        ["expired 4 minutes ago"] = login => Bearer(login.Sign(With("exp", LoginDouble.In(TimeSpan.FromMinutes(-4)))), true),
        ["expired 10 minutes ago"] = login => Bearer(login.Sign(With("exp", LoginDouble.In(TimeSpan.FromMinutes(-10)))), false),
        ["not valid for another 10 minutes"] = login => Bearer(login.Sign(With("nbf", LoginDouble.In(TimeSpan.FromMinutes(10)))), false),
        ["never expires"] = login => Bearer(login.Sign(With("exp", null)), false) with { Elsewhere = true },
        ["no Authorization header"] = _ => new(null, Activity(), false),
        ["audience of another app"] = login => Bearer(login.Sign(With("aud", "11111111-2222-3333-4444-555555555555")), false),
        ["no audience"] = login => Bearer(login.Sign(With("aud", null)), false),
        ["issuer of someone else"] = login => Bearer(login.Sign(With("iss", "https://evil.example")), false),
        ["issuer with a slash more"] = login => Bearer(login.Sign(With("iss", LoginDouble.Issuer + "/")), false),
        ["serviceurl of another host"] = login => Bearer(login.Sign(With("serviceurl", "https://evil.example/")), false),
        ["serviceurl missing"] = login => Bearer(login.Sign(With("serviceurl", null)), false),
        ["serviceurl without the slash"] = login => Bearer(login.Sign(With("serviceurl", LoginDouble.ServiceUrl.TrimEnd('/'))), false),
        ["serviceurl in other case"] = login => Bearer(login.Sign(With("serviceurl", LoginDouble.ServiceUrl.Replace("apac", "APAC", StringComparison.Ordinal))), false),
        ["activity without serviceUrl"] = login => Bearer(login.Sign(LoginDouble.Good()), false, a => a.Remove("serviceUrl")) with { Elsewhere = true },
        ["host that is not allowed, in claim and activity"] = login =>
            Bearer(login.Sign(With("serviceurl", "https://evil.example/")), false, a => a["serviceUrl"] = "https://evil.example/") with { Elsewhere = true },
        ["http where https is the rule"] = login =>
            Bearer(login.Sign(With("serviceurl", "http://smba.trafficmanager.net/apac/")), false, a => a["serviceUrl"] = "http://smba.trafficmanager.net/apac/") with { Elsewhere = true },
        ["channel that the key is not endorsed for"] = login => Bearer(login.Sign(LoginDouble.Good()), false, a => a["channelId"] = "telegram"),
        ["key without endorsements"] = login => Bearer(login.Sign(LoginDouble.Good(), "k-bare"), false) with { Elsewhere = true },
        ["kid not in the key set"] = login => Bearer(login.Sign(LoginDouble.Good(), "k1", as_: "k-unknown"), false),
        ["no kid"] = login => Bearer(login.Sign(LoginDouble.Good(), "k1", as_: ""), false),
        ["scheme in lower case"] = login => new("bearer " + login.Sign(LoginDouble.Good()), Activity(), false),
        ["two spaces"] = login => new("Bearer  " + login.Sign(LoginDouble.Good()), Activity(), false),
        ["something after the token"] = login => new($"Bearer {login.Sign(LoginDouble.Good())} x", Activity(), false),
        ["no token"] = _ => new("Bearer", Activity(), false),
        ["no JWT"] = _ => new("Bearer nonsense", Activity(), false),
        ["signature by another key"] = login => Bearer(login.Sign(LoginDouble.Good(), "e1", as_: "k1"), false),
        ["alg none"] = _ => Bearer(LoginDouble.Unsigned(LoginDouble.Good()), false),
        ["HS256 with the public key as secret"] = login => Bearer(login.SignWithPublicKey(LoginDouble.Good()), false),
        ["PS256"] = login => Bearer(login.Sign(LoginDouble.Good(), algorithm: SecurityAlgorithms.RsaSsaPssSha256), false),
        ["channelId missing"] = login => Bearer(login.Sign(LoginDouble.Good()), false, a => a.Remove("channelId")),
        ["channelId empty"] = login => Bearer(login.Sign(LoginDouble.Good()), false, a => a["channelId"] = "") with { Elsewhere = true },
        ["emulator v1, our app"] = login => Bearer(login.Sign(LoginDouble.Emulator("1.0"), "e1"), false) with { InDevelopment = true },
        ["emulator v2, our app"] = login => Bearer(login.Sign(LoginDouble.Emulator("2.0"), "e1"), false) with { InDevelopment = true },
        ["emulator v1, another app"] = login => Bearer(login.Sign(LoginDouble.Emulator("1.0", "11111111-2222-3333-4444-555555555555"), "e1"), false),
        ["emulator v2, another app"] = login => Bearer(login.Sign(LoginDouble.Emulator("2.0", "11111111-2222-3333-4444-555555555555"), "e1"), false),
        ["emulator without ver"] = login => Bearer(login.Sign(Without(LoginDouble.Emulator("1.0"), "ver"), "e1"), false),
        ["emulator of a tenant nobody knows"] = login =>
            Bearer(login.Sign(Without(LoginDouble.Emulator("1.0"), "iss", "https://sts.windows.net/99999999-f39b-4df7-a1dc-d59a935871db/"), "e1"), false),
        ["emulator issuer, key of the channels"] = login => Bearer(login.Sign(LoginDouble.Emulator("1.0"), "k1"), false),
        ["channel issuer, key of Entra"] = login => Bearer(login.Sign(LoginDouble.Good(), "e1"), false),
        ["emulator whose tenant is not its issuer's"] = login =>
            Bearer(login.Sign(Without(LoginDouble.Emulator("1.0"), "tid", "f8cdef31-a31e-4b4a-93e4-5f571e91255a"), "e1"), false) with { Elsewhere = true },
    };

    public static TheoryData<string> Names => [.. s_all.Keys];

    public static TokenVector Make(string name, LoginDouble login) => s_all[name](login);

    public static JsonObject Activity(string type = "typing") => new()
    {
        ["type"] = type,
        ["id"] = "a-1",
        ["channelId"] = "directline",
        ["serviceUrl"] = LoginDouble.ServiceUrl,
        ["from"] = new JsonObject { ["id"] = "user-1" },
        ["recipient"] = new JsonObject { ["id"] = "bot-1" },
        ["conversation"] = new JsonObject { ["id"] = "c:1|x" },
    };

    private static TokenVector Bearer(string token, bool accept, Action<JsonObject>? change = null)
    {
        var activity = Activity();
        change?.Invoke(activity);
        return new("Bearer " + token, activity, accept);
    }

    private static Dictionary<string, object> With(string claim, object? value) => Without(LoginDouble.Good(), claim, value);

    private static Dictionary<string, object> Without(Dictionary<string, object> claims, string claim, object? instead = null)
    {
        if (instead is null) claims.Remove(claim);
        else claims[claim] = instead;
        return claims;
    }
}
