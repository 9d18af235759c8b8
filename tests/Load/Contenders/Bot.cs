namespace IntakeBot.Load.Contenders;

/// <summary>bot/Host as a developer starts it for the Agents Playground: Development, no app id, the sample district, everything embedded.</summary>
internal sealed class Bot(bool postgres) : Contender
{
    private const string Unlimited = "1000000000";
    public override string Name => "bot";
    public override string Title => postgres ? "IntakeBot, PostgreSQL" : "IntakeBot, SQLite";

    public override async Task<RunningContender> StartAsync(CancellationToken cancellation)
    {
        var port = FreePort();
        var store = await (postgres ? BotStore.PostgresAsync() : BotStore.SqliteAsync());
        var environment = new Dictionary<string, string>(store.Settings)
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            // One machine speaks for everybody here.
            ["Limits__MessageBurst"] = Unlimited,
            ["Limits__MessagesPerSecond"] = Unlimited,
            ["Limits__ChatsPerAddressPerMinute"] = Unlimited,
            ["Limits__ChatsPerMinute"] = Unlimited,
        };
        try
        {
            return new(await ServerProcess.StartAsync("dotnet", [Repository.Program("bot/Host", "IntakeBot.Host"), "--urls", $"http://127.0.0.1:{port}"], environment, "Desk:", cancellation), port, store);
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }
}
