using System.Net;
using System.Net.Sockets;
using IntakeBot.Dialogue.Activities;
using IntakeBot.Host.BotFramework;
using IntakeBot.Host.Channels;
using IntakeBot.Host.Conversations;
using IntakeBot.Host.Tests.Running;

namespace IntakeBot.Host.Tests.BotFramework;

/// <summary>A bot in production between a stand-in of the sign-in and one of the Connector.</summary>
public sealed class ConnectorBench : IAsyncLifetime
{
    public ShiftedTime Clock { get; } = new();
    public LoginDouble Login { get; private set; } = null!;
    public ConnectorDouble Connector { get; private set; } = null!;
    public TestBot Bot { get; private set; } = null!;
    /// <summary>A service URL that is allowed, and where nobody listens.</summary>
    public string NobodyThere { get; private set; } = "";

    internal ConnectorAddress Address => new(HttpsToLocal.Address(Connector.ServiceUrl), "msteams", new() { Id = "c:1|x" }, new() { Id = "bot-1" }, new() { Id = "user-1" });

    public async ValueTask InitializeAsync()
    {
        (Login, Connector) = (await LoginDouble.StartAsync(), await ConnectorDouble.StartAsync());
        var nobody = FreePort();
        NobodyThere = $"https://local.test:{nobody}/";
        Bot = await ChannelBots.StartAsync(Login, clock: Clock, more:
            [$"--BotFramework:AllowedServiceHosts:0=local.test:{new Uri(Connector.ServiceUrl).Port}", $"--BotFramework:AllowedServiceHosts:1=local.test:{nobody}"]);
    }

    public async ValueTask DisposeAsync()
    {
        await Bot.DisposeAsync();
        await Connector.DisposeAsync();
        await Login.DisposeAsync();
    }

    internal Task<ConnectorAnswer> SendAsync(string text) => Bot.Get<ConnectorClient>().SendAsync(Address, null, Said(text), default);

    internal Task<PushResult> PushAsync(ConnectorAddress to, string[] texts) => Bot.Get<ConnectorPush>().SendAsync(
        new("conversation", "msteams", to.ToBytes()), [.. texts.Select((text, i) => new NumberedActivity(i + 1, Said(text)))], default);

    private static byte[] Said(string text) => ActivityBytes.Of(new Activity { Type = "message", Id = "ours-" + text, Text = text, From = new() { Id = "intakebot", Role = "bot" } });

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
