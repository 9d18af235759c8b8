using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntakeBot.Host.Tests.Running;

[assembly: AssemblyFixture(typeof(IntakeBot.Host.Tests.BotFramework.SignedInBots))]

namespace IntakeBot.Host.Tests.BotFramework;

/// <summary>One bot in production and one of a developer, for all tests of tokens.</summary>
public sealed class SignedInBots : IAsyncLifetime
{
    private readonly Lazy<Task<(LoginDouble Login, TestBot Production, TestBot Development)>> _all = new(async () =>
    {
        var login = await LoginDouble.StartAsync();
        return (login, await ChannelBots.StartAsync(login), await ChannelBots.StartAsync(login, development: true));
    });

    public Task<(LoginDouble Login, TestBot Production, TestBot Development)> GetAsync() => _all.Value;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (!_all.IsValueCreated) return;
        var (login, production, development) = await _all.Value;
        await production.DisposeAsync();
        await development.DisposeAsync();
        await login.DisposeAsync();
    }
}

public sealed class TokenTests(SignedInBots bots)
{
    [Theory, MemberData(nameof(TokenVectors.Names), MemberType = typeof(TokenVectors))]
    public async Task A_token_is_taken_or_refused_as_the_protocol_says(string name)
    {
        var (login, production, development) = await bots.GetAsync();
        var vector = TokenVectors.Make(name, login);
        await ShouldAsync(production, vector, vector.Accept);
        await ShouldAsync(development, vector, vector.AcceptInDevelopment);
    }

    [Fact]
    public async Task Microsofts_own_verifier_agrees_but_where_it_is_known_to_be_laxer()
    {
        var login = (await bots.GetAsync()).Login;
        var vectors = TokenVectors.Names.Select(row => row.Data).ToDictionary(name => name, name => TokenVectors.Make(name, login));
        var said = await AskAsync(new JsonObject
        {
            ["appId"] = LoginDouble.AppId, ["issuer"] = LoginDouble.Issuer, ["scope"] = LoginDouble.Scope, ["metadata"] = login.Metadata, ["entraMetadata"] = login.EntraMetadata,
            ["vectors"] = new JsonArray([.. vectors.Select(v => new JsonObject { ["name"] = v.Key, ["header"] = v.Value.Header, ["activity"] = v.Value.Activity.DeepClone() })]),
        });
        foreach (var (name, vector) in vectors)
            (said[name] == "accepted").ShouldBe(vector.AcceptElsewhere, $"{name}: botbuilder says '{said[name]}'");
        vectors.Where(v => v.Value.AcceptElsewhere && !v.Value.AcceptInDevelopment).ShouldNotBeEmpty();
        vectors.Where(v => v.Value.AcceptInDevelopment && !v.Value.AcceptElsewhere).ShouldBeEmpty("what Microsoft refuses, nobody may take");
    }

    [Fact]
    public async Task Botbuilder_does_not_even_survive_a_missing_channelId()
    {
        var login = (await bots.GetAsync()).Login;
        var vector = TokenVectors.Make("channelId missing", login);
        var said = await AskAsync(new JsonObject
        {
            ["appId"] = LoginDouble.AppId, ["issuer"] = LoginDouble.Issuer, ["scope"] = LoginDouble.Scope, ["metadata"] = login.Metadata, ["entraMetadata"] = login.EntraMetadata,
            ["vectors"] = new JsonArray(new JsonObject { ["name"] = "x", ["header"] = vector.Header, ["activity"] = vector.Activity }),
        });
        said["x"].ShouldContain("Cannot read properties of undefined");
    }

    [Fact]
    public async Task A_new_key_is_found_at_once_and_invented_ones_cost_one_reading()
    {
        await using var login = await LoginDouble.StartAsync();
        var clock = new ShiftedTime();
        await using var bot = await ChannelBots.StartAsync(login, clock: clock);
        await ShouldAsync(bot, TokenVectors.Make("good", login), true);
        login.KeyReads.ShouldBe(1);

        login.Publish("k2", LoginDouble.Endorsed);
        var renewed = new TokenVector("Bearer " + login.Sign(LoginDouble.Good(), "k2"), TokenVectors.Activity(), true);
        clock.Ahead += Host.BotFramework.SigningKeys.Pause;
        await ShouldAsync(bot, renewed, true);
        login.KeyReads.ShouldBe(2);

        for (var i = 0; i < 20; i++)
            await ShouldAsync(bot, new("Bearer " + login.Sign(LoginDouble.Good(), "k1", as_: $"made-up-{i}"), TokenVectors.Activity(), false), false);
        login.KeyReads.ShouldBe(2);
    }

    [Fact]
    public async Task Tokens_of_Entra_are_taken_in_production_from_named_issuers_and_callers_only()
    {
        await using var login = await LoginDouble.StartAsync();
        const string caller = "77777777-1111-4222-8333-123456789abc";
        await using var bot = await ChannelBots.StartAsync(
            login, more: [$"--BotFramework:EntraIssuers:0=https://login.microsoftonline.com/{LoginDouble.Tenant}/v2.0", $"--BotFramework:EntraCallers:0={caller}"]);
        await ShouldAsync(bot, new("Bearer " + login.Sign(LoginDouble.Emulator("2.0", caller), "e1"), TokenVectors.Activity(), true), true);
        await ShouldAsync(bot, new("Bearer " + login.Sign(LoginDouble.Emulator("2.0"), "e1"), TokenVectors.Activity(), false), false);
        await ShouldAsync(bot, new("Bearer " + login.Sign(LoginDouble.Emulator("1.0", caller), "e1"), TokenVectors.Activity(), false), false);
        var elsewhere = TokenVectors.Activity();
        elsewhere["serviceUrl"] = "https://evil.example/";
        await ShouldAsync(bot, new("Bearer " + login.Sign(LoginDouble.Emulator("2.0", caller), "e1"), elsewhere, false), false);
    }

    [Fact]
    public async Task While_the_keys_cannot_be_read_the_old_ones_count()
    {
        var login = await LoginDouble.StartAsync();
        var clock = new ShiftedTime();
        await using var bot = await ChannelBots.StartAsync(login, clock: clock);
        await ShouldAsync(bot, TokenVectors.Make("good", login), true);
        var claims = LoginDouble.Good();
        claims["exp"] = LoginDouble.In(TimeSpan.FromDays(3));
        var later = new TokenVector("Bearer " + login.Sign(claims), TokenVectors.Activity(), true);
        await login.DisposeAsync();

        clock.Ahead = Host.BotFramework.SigningKeys.Fresh + TimeSpan.FromHours(1);
        await ShouldAsync(bot, later, true);
        bot.Logs.Lines.ShouldContain(line => line.Contains("could not be read", StringComparison.Ordinal));
    }

    internal static async Task ShouldAsync(TestBot bot, TokenVector vector, bool accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/messages") { Content = new StringContent(vector.Activity.ToJsonString(), Encoding.UTF8, "application/json") };
        if (vector.Header is not null) request.Headers.TryAddWithoutValidation("Authorization", vector.Header).ShouldBeTrue();
        using var answer = await bot.Http.SendAsync(request);
        var body = await answer.Content.ReadAsStringAsync();
        if (accept) answer.StatusCode.ShouldBeOneOf(HttpStatusCode.OK, HttpStatusCode.Accepted);
        else
        {
            answer.StatusCode.ShouldBe(vector.Activity["channelId"] is { } channel && channel.GetValue<string>().Length > 0 ? HttpStatusCode.Unauthorized : HttpStatusCode.BadRequest, body);
            JsonDocument.Parse(body).RootElement.GetProperty("error").GetProperty("code").GetString().ShouldNotBeNullOrEmpty();
        }
    }

    private static async Task<Dictionary<string, string>> AskAsync(JsonObject given) =>
        JsonSerializer.Deserialize<Dictionary<string, string>>(await Peers.RunAsync("verify-tokens.cjs", given.ToJsonString()))!;
}
