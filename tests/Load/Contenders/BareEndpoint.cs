using IntakeBot.Load.Bare;

namespace IntakeBot.Load.Contenders;

/// <summary>ASP.NET Core with nothing behind it: this program itself, started with the verb <c>bare</c>.</summary>
internal sealed class BareEndpoint : Contender
{
    public override string Name => "bare";
    public override string Title => "bare ASP.NET Core endpoint";

    public override async Task<RunningContender> StartAsync(CancellationToken cancellation)
    {
        var port = FreePort();
        return new(
            await ServerProcess.StartAsync("dotnet", [typeof(BareEndpoint).Assembly.Location, BareCommand.Verb, port.ToString()], new Dictionary<string, string>(), "ready", cancellation),
            port);
    }
}
