using System.CommandLine;
using IntakeBot.Load.Contenders;
using IntakeBot.Load.Measuring;
using IntakeBot.Load.Report;
using Spectre.Console;

namespace IntakeBot.Load;

/// <summary>Turns per second of the bot beside its yardsticks.</summary>
internal static class TurnsCommand
{
    public static Command Create()
    {
        var seconds = new Option<double>("--seconds") { Description = "Length of one measurement.", DefaultValueFactory = _ => 10 };
        var warmUp = new Option<double>("--warm-up") { Description = "Seconds of load before it at most; it ends when a turn does not get cheaper any more.", DefaultValueFactory = _ => 30 };
        var conversations = new Option<int>("--conversations") { Description = "Conversations in flight.", DefaultValueFactory = _ => 64 };
        var rounds = new Option<int>("--rounds") { Description = "How often everything is measured, in alternation.", DefaultValueFactory = _ => 2 };
        var over = new Option<string>("--over") { Description = "How the bot is spoken to.", DefaultValueFactory = _ => "webhook" };
        over.AcceptOnlyFromAmong("webhook", "directline");
        var store = new Option<string>("--store") { Description = "The bot's database; postgres is the server of INTAKEBOT_TEST_POSTGRES.", DefaultValueFactory = _ => "sqlite" };
        store.AcceptOnlyFromAmong("sqlite", "postgres");
        var only = new Option<string[]>("--only") { Description = "Measure only these.", DefaultValueFactory = _ => [], AllowMultipleArgumentsPerToken = true };
        only.AcceptOnlyFromAmong([.. Contender.All(postgres: false).Select(c => c.Name)]);
        var json = new Option<bool>("--json") { Description = "One line of JSON instead of tables." };
        var command = new Command("turns", "Measures turns per second and latency of the bot and its yardsticks, and whether every turn that was answered is in the store.")
        {
            seconds, warmUp, conversations, rounds, over, store, only, json,
        };
        command.SetAction((parsed, cancellation) => RunAsync(
            new(
                TimeSpan.FromSeconds(parsed.GetValue(seconds)), TimeSpan.FromSeconds(parsed.GetValue(warmUp)), parsed.GetValue(conversations), parsed.GetValue(rounds),
                parsed.GetValue(over) == "directline", parsed.GetValue(store) == "postgres", parsed.GetValue(only)!),
            parsed.GetValue(json), cancellation));
        return command;
    }

    /// <returns>0: nothing went wrong and nothing was lost. Goals that were missed are told, not punished: the machine may be busy.</returns>
    private static async Task<int> RunAsync(TurnsOptions options, bool json, CancellationToken cancellation)
    {
        Generator.Prepare();
        var load = ProcessUse.MachineLoad();
        var progress = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        IReadOnlyList<Measurement> measured;
        try
        {
            measured = await new TurnsRun(options, line => progress.MarkupLineInterpolated($"[grey]{line}[/]")).RunAsync(cancellation);
        }
        catch (Exception failed) when (failed is InvalidOperationException or TimeoutException or System.ComponentModel.Win32Exception)
        {
            await Console.Error.WriteLineAsync(failed.Message);
            return 1;
        }

        var standings = Standing.Of(measured);
        if (json) Console.WriteLine(TurnsJson.Of(standings));
        else TurnsTable.Write(options, standings, load);
        return measured.All(m => m.NothingLost && m.Told.Errors == 0) ? 0 : 1;
    }
}
