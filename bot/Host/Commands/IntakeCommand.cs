using System.CommandLine;
using IntakeBot.Host.StartUp;

namespace IntakeBot.Host.Commands;

/// <summary>The program's verbs. Without one it runs the bot; options of the form <c>--Store:Provider postgres</c> are settings.</summary>
internal static class IntakeCommand
{
    public static async Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("IntakeBot listens to residents and hands their matters to the nearest station. Without a verb it starts the bot; settings may follow as --urls http://... or --Store:Provider postgres.")
        {
            ConverseCommand.Create(),
            EvaluateCommand.Create(),
            SimulateCommand.Create(),
            KeysCommand.Create(),
            StaffCommand.Create(),
            QrCommand.Create(),
            RobotsCommand.Create(),
            WebhooksCommand.Create(),
        };
        // Settings are nobody's options here, they belong to the configuration.
        var settings = args.Length == 0 || (args[0].StartsWith('-') && args[0] is not ("--help" or "-h" or "-?" or "--version"));
        try
        {
            // The host ends on SIGTERM by itself, after its last turn; nobody else may cut that short.
            return settings ? await RunBot.RunAsync(args) : await root.Parse(args).InvokeAsync(new() { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false });
        }
        catch (Exception failed) when (StartFailure.Say(failed) is { } sentence)
        {
            await Console.Error.WriteLineAsync(sentence);
            return 1;
        }
    }
}
