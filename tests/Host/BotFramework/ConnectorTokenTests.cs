using System.Net;
using System.Text.Json.Nodes;
using IntakeBot.Host.BotFramework;
using IntakeBot.Host.Channels;
using IntakeBot.Host.Tests.Running;

namespace IntakeBot.Host.Tests.BotFramework;

/// <summary>Our own token: asked for as the protocol says, once for many messages, and never shown to anybody else.</summary>
public sealed class ConnectorTokenTests : IAsyncLifetime
{
    private readonly ConnectorBench _bench = new();

    [Fact]
    public async Task One_token_serves_many_messages_until_shortly_before_it_ends()
    {
        for (var i = 0; i < 5; i++) (await _bench.SendAsync("早上好")).End.ShouldBe(ConnectorEnd.Delivered);
        _bench.Login.TokenRequests.Count.ShouldBe(1);
        var asked = _bench.Login.TokenRequests.Single();
        asked.ContentType.ShouldBe("application/x-www-form-urlencoded");
        asked.Form.ShouldBe(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials", ["client_id"] = LoginDouble.AppId, ["client_secret"] = LoginDouble.AppPassword, ["scope"] = LoginDouble.Scope,
        }, ignoreOrder: true);
        _bench.Connector.Calls.ShouldAllBe(c => c.Authorization!.StartsWith("Bearer eyJ"));

        _bench.Clock.Ahead = TimeSpan.FromMinutes(54);
        await _bench.SendAsync("还是那个");
        _bench.Login.TokenRequests.Count.ShouldBe(1);
        _bench.Clock.Ahead = TimeSpan.FromMinutes(56);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _bench.SendAsync("新的")));
        _bench.Login.TokenRequests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Microsofts_verifier_takes_our_token_for_one_of_the_bots_own()
    {
        await _bench.SendAsync("早上好");
        var activity = TokenVectors.Activity();
        var said = JsonNode.Parse(await Peers.RunAsync("verify-tokens.cjs", new JsonObject
        {
            ["appId"] = LoginDouble.AppId, ["issuer"] = LoginDouble.Issuer, ["scope"] = LoginDouble.Scope, ["metadata"] = _bench.Login.Metadata, ["entraMetadata"] = _bench.Login.EntraMetadata,
            ["vectors"] = new JsonArray(new JsonObject { ["name"] = "ours", ["header"] = _bench.Connector.Calls.Single().Authorization, ["activity"] = activity }),
        }.ToJsonString()))!;
        ((string?)said["ours"]).ShouldBe("accepted");
    }

    [Fact]
    public async Task A_token_that_is_refused_is_fetched_anew_once()
    {
        await _bench.SendAsync("早上好");
        var old = _bench.Connector.Calls.Single().Authorization;
        _bench.Connector.Authorized = header => header != old;
        (await _bench.SendAsync("再说一次")).End.ShouldBe(ConnectorEnd.Delivered);
        _bench.Login.TokenRequests.Count.ShouldBe(2);

        _bench.Connector.Authorized = _ => false;
        (await _bench.SendAsync("没人要")).End.ShouldBe(ConnectorEnd.Unauthorized);
        _bench.Login.TokenRequests.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Without_a_token_nothing_is_sent_and_it_is_tried_again()
    {
        _bench.Login.TokenTrouble = HttpStatusCode.InternalServerError;
        (await _bench.PushAsync(_bench.Address, ["一"])).ShouldBe(new PushResult(0, TimeSpan.FromSeconds(10), "no-token"));
        _bench.Connector.Calls.ShouldBeEmpty();
        _bench.Bot.Logs.Lines.ShouldAllBe(line => !line.Contains(LoginDouble.AppPassword, StringComparison.Ordinal));
    }

    public ValueTask InitializeAsync() => _bench.InitializeAsync();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();
}
