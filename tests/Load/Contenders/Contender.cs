using System.Net;
using System.Net.Sockets;

namespace IntakeBot.Load.Contenders;

/// <summary>Something that answers the flow at <c>POST /api/messages</c>.</summary>
internal abstract class Contender
{
    /// <summary>The word for <c>--only</c>.</summary>
    public abstract string Name { get; }
    /// <summary>What it is, for the table.</summary>
    public abstract string Title { get; }
    public abstract Task<RunningContender> StartAsync(CancellationToken cancellation);

    /// <summary>The contenders, in the order in which they are measured.</summary>
    public static IReadOnlyList<Contender> All(bool postgres) =>
    [
        new Bot(postgres),
        new BareEndpoint(),
        new NodePeer("agents", "AgentApplication (npm @microsoft/agents-hosting)", "agent-application.cjs"),
        new NodePeer("botbuilder", "Bot Builder (npm botbuilder)", "bot-builder.cjs"),
    ];

    protected static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

/// <param name="Store">null: it keeps its state in memory, and nothing of it is durable.</param>
internal sealed record RunningContender(ServerProcess Server, int Port, BotStore? Store = null) : IAsyncDisposable
{
    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        if (Store is not null) await Store.DisposeAsync();
    }
}
