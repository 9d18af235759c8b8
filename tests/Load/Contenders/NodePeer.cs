namespace IntakeBot.Load.Contenders;

/// <summary>A framework from npm with the flow of <c>tests/peers/yardsticks</c> and its state in memory.</summary>
internal sealed class NodePeer(string name, string title, string script) : Contender
{
    public override string Name => name;
    public override string Title => title;

    public override async Task<RunningContender> StartAsync(CancellationToken cancellation)
    {
        var port = FreePort();
        var path = Path.Combine(Repository.Root, "tests", "peers", "yardsticks", script);
        return new(await ServerProcess.StartAsync("node", [path, port.ToString()], new Dictionary<string, string>(), "ready", cancellation), port);
    }
}
