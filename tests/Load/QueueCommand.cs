using System.CommandLine;
using System.Diagnostics;
using System.Security.Claims;
using IntakeBot.Casework.Cases;
using IntakeBot.Casework.Places;
using IntakeBot.Host.Desk.Access;
using IntakeBot.Host.Desk.Queue;
using IntakeBot.Host.Staff;
using IntakeBot.Host.StartUp;
using IntakeBot.Load.Contenders;
using IntakeBot.Load.Measuring;
using IntakeBot.Load.Queue;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace IntakeBot.Load;

/// <summary>How long the queue page takes in a store of many cases.</summary>
internal static class QueueCommand
{
    private const double Wanted = 100;

    public static Command Create()
    {
        var cases = new Option<int>("--cases") { Description = "Cases in the store.", DefaultValueFactory = _ => 100_000 };
        var rounds = new Option<int>("--rounds") { Description = "Readings of each list.", DefaultValueFactory = _ => 60 };
        var provider = new Option<string>("--provider") { Description = "The database; postgres is the server of --postgres or INTAKEBOT_TEST_POSTGRES.", DefaultValueFactory = _ => "sqlite" };
        provider.AcceptOnlyFromAmong("sqlite", "postgres");
        var server = new Option<string?>("--postgres") { Description = "Connection string of a PostgreSQL server on which a database may be made." };
        var command = new Command("queue", "Fills a store and measures the queue of the desk for every role and tab: reading it, and the whole page with its HTML.") { cases, rounds, provider, server };
        command.SetAction((parsed, cancellation) => RunAsync(parsed.GetValue(cases), parsed.GetValue(rounds), parsed.GetValue(provider) == "postgres", parsed.GetValue(server), cancellation));
        return command;
    }

    /// <returns>0: measured, whether the goal was reached or not; 1: it could not be.</returns>
    private static async Task<int> RunAsync(int cases, int rounds, bool postgres, string? server, CancellationToken cancellation)
    {
        if (server is not null) Environment.SetEnvironmentVariable("INTAKEBOT_TEST_POSTGRES", server);
        try
        {
            var store = await (postgres ? BotStore.PostgresAsync() : BotStore.SqliteAsync());
            await using var _ = store;
            string[] settings = [.. store.Settings.Select(s => $"--{s.Key.Replace("__", ":", StringComparison.Ordinal)}={s.Value}"), "--Logging:LogLevel:Default=Warning"];
            // Built and prepared as it runs, but not started: nothing else works on the store while it is measured.
            await using var app = IntakeApp.Build(settings);
            await IntakeApp.PrepareAsync(app, cancellation);
            await MeasureAsync(app.Services, cases, rounds, postgres, cancellation);
            return 0;
        }
        catch (Exception failed) when (failed is InvalidOperationException or SettingException or System.Data.Common.DbException)
        {
            await Console.Error.WriteLineAsync(failed.Message);
            return 1;
        }
    }

    private static async Task MeasureAsync(IServiceProvider services, int cases, int rounds, bool postgres, CancellationToken cancellation)
    {
        var places = services.GetRequiredService<PlacesSource>().Current;
        var station = places.Stations.First(s => s.Level == CaseLevel.Station);
        var office = places.Stations.First(s => s.Level == CaseLevel.Subdistrict && s.Subdistrict == station.Subdistrict);
        var district = places.Stations.First(s => s.Level == CaseLevel.District);
        var people = new List<(string Role, ClaimsPrincipal User)>();
        var clerk = await HireAsync(services, StaffRole.Clerk, station.Id);
        people.Add(("clerk", clerk));
        people.Add(("lead", await HireAsync(services, StaffRole.Lead, station.Id)));
        people.Add(("subdistrict", await HireAsync(services, StaffRole.Subdistrict, office.Id)));
        people.Add(("district", await HireAsync(services, StaffRole.District, district.Id)));
        people.Add(("administrator", await HireAsync(services, StaffRole.Administrator, null)));

        var began = Stopwatch.GetTimestamp();
        var access = services.GetRequiredService<DeskAccess>();
        var me = (await access.ViewerAsync(clerk, cancellation))!;
        await QueueStore.FillAsync(services, cases, TimeProvider.System.GetUtcNow(), me.Member.Id, station.Id);
        var filled = Stopwatch.GetElapsedTime(began);

        var viewers = new List<(string, DeskViewer)>();
        foreach (var (role, user) in people) viewers.Add((role, (await access.ViewerAsync(user, cancellation))!));
        var load = ProcessUse.MachineLoad();
        var read = await QueueMeasure.ReadAsync(services.GetRequiredService<QueueReader>(), viewers, rounds);
        var pages = new List<QueueFigure>();
        foreach (var (role, user) in people)
            foreach (var tab in (string[])["mine", "station", "overdue", "all"])
                pages.Add(await QueueRender.RenderAsync(services, role, user, tab, rounds / 3));
        var searches = new List<QueueFigure>();
        foreach (var (role, viewer) in viewers)
        {
            var took = new List<double>();
            foreach (var text in (string[])["拖欠工资", "塘尾 押金", "半夜装修", "没有这样的事"])
            {
                began = Stopwatch.GetTimestamp();
                await services.GetRequiredService<QueueSearch>().FindAsync(viewer, text, cancellation);
                took.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }
            took.Sort();
            searches.Add(new(role, "search in text", took));
        }
        Write(cases, postgres, filled, load, [.. read, .. pages, .. searches], read, pages);
    }

    private static void Write(
        int cases, bool postgres, TimeSpan filled, double load, IReadOnlyList<QueueFigure> all, IReadOnlyList<QueueFigure> read, IReadOnlyList<QueueFigure> pages)
    {
        var console = AnsiConsole.Console;
        if (!console.Profile.Out.IsTerminal) console.Profile.Width = 160;
        console.MarkupLineInterpolated($"{cases} cases on {(postgres ? "PostgreSQL" : "SQLite")}, filled in {filled.TotalSeconds:0} s. Load of the machine when it began: {load:0.0} on {Environment.ProcessorCount} processors.");
        var table = new Table().Border(TableBorder.Markdown).AddColumns("role", "list", "p50 ms", "p99 ms");
        foreach (var figure in all) table.AddRow(figure.Role, figure.What, $"{figure.P50:0.0}", $"{figure.P99:0.0}");
        console.Write(table);
        foreach (var total in (QueueFigure[])[QueueFigure.Of("all", "counts and page", read), QueueFigure.Of("all", "whole page with its HTML", pages)])
            console.MarkupLineInterpolated($"{total.What}: p50 {total.P50:0.0} ms, p99 {total.P99:0.0} ms, wanted p99 <= {Wanted:0} ms: {(total.P99 <= Wanted ? "reached" : "missed")}");
    }

    private static async Task<ClaimsPrincipal> HireAsync(IServiceProvider services, StaffRole role, string? station)
    {
        await using var scope = services.CreateAsyncScope();
        var account = new StaffAccount("load-" + role.ToString().ToLowerInvariant()) { DisplayName = "李工", Role = role, StationId = station };
        if (!(await scope.ServiceProvider.GetRequiredService<UserManager<StaffAccount>>().CreateAsync(account, NewStaff.Password())).Succeeded)
            throw new InvalidOperationException("An account for the measurement could not be made.");
        return await scope.ServiceProvider.GetRequiredService<SignInManager<StaffAccount>>().CreateUserPrincipalAsync(account);
    }
}
