using IntakeBot.Casework.Content;
using IntakeBot.Functions.Declarations;

namespace IntakeBot.Functions.StartUp;

/// <summary>From start to exit code. Everything is said on stdout: a Functions host takes stderr for errors.</summary>
internal static partial class FunctionsProgram
{
    public static async Task<int> RunAsync(string[] args)
    {
        using var stop = new StopSignals();
        using var logs = LoggerFactory.Create(LogOutput.Configure);
        var log = logs.CreateLogger(typeof(FunctionsProgram).FullName!);
        try
        {
            var mode = RunMode.From(Environment.GetEnvironmentVariable);
            var app = FunctionsApp.Build(args, mode, stop.Stopping);
            await using (app.ConfigureAwait(false))
            {
                await FunctionsApp.StartAsync(app, mode, stop.Stopping).ConfigureAwait(false);
                await WaitAsync(app, stop.Stopping).ConfigureAwait(false);
            }
            if (stop.ExitCode == ExitCodes.Unexpected) Ended(log);
            return stop.ExitCode;
        }
        catch (OperationCanceledException) when (stop.Stopping.IsCancellationRequested)
        {
            return stop.ExitCode;
        }
        catch (Exception wrong) when (wrong is SettingException or DeclarationException or CaseworkContentException or IOException)
        {
            Misconfigured(log, wrong.Message);
            return ExitCodes.Misconfigured;
        }
#pragma warning disable CA1031 // the last one: whatever it is, the exit code must not be 0 and the reason must be told on stdout
        catch (Exception bug)
#pragma warning restore CA1031
        {
            Failed(log, bug.GetType().FullName!, bug.Message, bug.StackTrace);
            return ExitCodes.Unexpected;
        }
    }

    /// <summary>Until we are told to stop, or a part of the program fails and ends the rest.</summary>
    private static async Task WaitAsync(WebApplication app, CancellationToken stopping)
    {
        using (stopping.Register(app.Lifetime.StopApplication))
            await app.WaitForShutdownAsync(CancellationToken.None).ConfigureAwait(false);
    }

    [LoggerMessage(LogLevel.Critical, "Cannot run: {Why}")]
    private static partial void Misconfigured(ILogger log, string why);

    [LoggerMessage(LogLevel.Critical, "Ended by {Exception}: {Message}\n{Stack}")]
    private static partial void Failed(ILogger log, string exception, string message, string? stack);

    [LoggerMessage(LogLevel.Critical, "Ended although nobody asked; see above")]
    private static partial void Ended(ILogger log);
}
