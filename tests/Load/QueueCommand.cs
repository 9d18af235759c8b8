using System.CommandLine;
using System.Data.Common;
using IntakeBot.Host.StartUp;
using IntakeBot.Load.Contenders;
using IntakeBot.Load.Measuring;
using IntakeBot.Load.Queue;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace IntakeBot.Load;

/// <summary>How long the queue page takes in a store of many cases.</summary>
internal static class QueueCommand
{
    private const double Wanted = 100;
    private static readonly string[] s_tabs = ["mine", "station", "overdue", "all"];

    public static Command Create()
    {
        var cases = new Option<int>("--cases") { Description = "Cases in the store.", DefaultValueFactory = _ => 100_000 };
        var readings = new Option<int>("--readings") { Description = "Readings of each list.", DefaultValueFactory = _ => 200 };
        var provider = new Option<string[]>("--provider") { Description = "The databases, one after another; postgres is the server of --postgres or INTAKEBOT_TEST_POSTGRES.", DefaultValueFactory = _ => ["sqlite", "postgres"], AllowMultipleArgumentsPerToken = true };
        provider.AcceptOnlyFromAmong("sqlite", "postgres");
        var server = new Option<string?>("--postgres") { Description = "Connection string of a PostgreSQL server on which a database may be made." };
        var command = new Command("queue", "Fills a store and measures the queue of the desk, for every role and list: reading it, opening its page as a browser does, both also while cases come in, and searching.") { cases, readings, provider, server };
        command.SetAction(async (parsed, cancellation) =>
        {
            if (parsed.GetValue(server) is { } named) Environment.SetEnvironmentVariable("INTAKEBOT_TEST_POSTGRES", named);
            try
            {
                foreach (var database in parsed.GetValue(provider)!) await MeasureAsync(database == "postgres", parsed.GetValue(cases), parsed.GetValue(readings), cancellation);
                return 0;
            }
            catch (Exception failed) when (failed is InvalidOperationException or SettingException or DbException or HttpRequestException or System.Net.WebSockets.WebSocketException)
            {
                // Measured is 0, whether the goal was reached or not; it could not be is 1.
                await Console.Error.WriteLineAsync(failed.Message);
                return 1;
            }
        });
        return command;
    }

    private static async Task MeasureAsync(bool postgres, int cases, int readings, CancellationToken cancellation)
    {
        await using var store = await (postgres ? BotStore.PostgresAsync() : BotStore.SqliteAsync());
        string[] settings = [.. store.Settings.Select(s => $"--{s.Key.Replace("__", ":", StringComparison.Ordinal)}={s.Value}"), "--Logging:LogLevel:Default=Warning", "--urls=http://127.0.0.1:0"];
        // It listens, but works on nothing by itself: sweep and relays would change what is measured.
        await using var app = IntakeApp.Build(settings, builder =>
        {
            foreach (var worker in builder.Services.Where(s => s.ServiceType == typeof(IHostedService) && s.ImplementationType?.FullName?.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) != true).ToList())
                builder.Services.Remove(worker);
        });
        await IntakeApp.PrepareAsync(app, cancellation);
        await app.StartAsync(cancellation);
        var bench = new QueueBench(app, readings);
        var filled = await bench.PrepareAsync(cases, cancellation);
        var load = ProcessUse.MachineLoad();
        var parts = new List<QueueSection> { new("counts and page", Wanted, await bench.ReadAsync()) };
        var (documents, lists) = await bench.BrowseAsync(cancellation, s_tabs);
        parts.AddRange([new("browser, document", Wanted, documents), new("browser, list", Wanted, lists), new("search", null, await bench.SearchAsync(cancellation))]);
        await using (var inflow = new QueueInflow(app.Services))
        {
            parts.Add(new("counts and page, cases coming in", Wanted, await bench.ReadAsync(filters: false)));
            parts.Add(new("browser, list, cases coming in", Wanted, (await bench.BrowseAsync(cancellation, "all")).Lists));
            QueueTable.Write(
                $"{cases} cases on {(postgres ? "PostgreSQL" : "SQLite")}, filled in {filled.TotalSeconds:0.0} s; {inflow.Rate:0.0} cases a second were written and claimed where they came in ({QueueInflow.PerSecond} wanted). "
                + $"Load of the machine: {load:0.0} when it began, {ProcessUse.MachineLoad():0.0} at the end, on {Environment.ProcessorCount} processors.", parts);
        }
        await app.StopAsync(cancellation);
    }
}
