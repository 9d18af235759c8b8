using System.CommandLine;
using IntakeBot.Host.StartUp;

namespace IntakeBot.Host.Commands;

/// <summary>Verbs that work on the store and neither talk nor listen.</summary>
internal static class StoreVerb
{
    public static Command Runs(Command command, Func<ParseResult, IServiceProvider, CancellationToken, Task<int>> run)
    {
        // Settings of the program may stand beside the verb's own options.
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var app = IntakeApp.Build([.. parsed.UnmatchedTokens]);
            await IntakeApp.PrepareStoreAsync(app, cancellation);
            return await run(parsed, app.Services, cancellation);
        });
        return command;
    }
}
