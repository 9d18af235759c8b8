using IntakeBot.Casework;
using IntakeBot.Functions.Telemetry;

namespace IntakeBot.Functions.Running;

/// <summary>
/// Runs a handler the same way in both modes: within our own deadline, once more after a short pause when the reason may pass
/// (a failed delivery rests for <c>visibilityTimeout</c>, too long for a locked table), every other exception as a bug that
/// counts a delivery. Never throws.
/// </summary>
internal sealed partial class FunctionRunner(TimeSpan deadline, WorkHealth health, TimeProvider time, ILogger<FunctionRunner> log)
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    /// <param name="message">Null for a timer.</param>
    /// <param name="stopping">No new attempt begins once it is set; the one in hand goes on.</param>
    /// <param name="abort">Ends the attempt in hand.</param>
    public async Task<HandlerOutcome> RunAsync(IntakeFunction function, string? message, CancellationToken stopping, CancellationToken abort)
    {
        using var late = new CancellationTokenSource(deadline, time);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(late.Token, abort);
        using var waits = CancellationTokenSource.CreateLinkedTokenSource(ends.Token, stopping);
        var began = time.GetTimestamp();

        var attempts = 1;
        var (outcome, passing) = await AttemptAsync(function, message, ends.Token).ConfigureAwait(false);
        for (var pause = ShortestPause; passing && !waits.IsCancellationRequested; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            await Task.Delay(pause, time, waits.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (waits.IsCancellationRequested) break;
            attempts++;
            (outcome, passing) = await AttemptAsync(function, message, ends.Token).ConfigureAwait(false);
        }

        var took = time.GetElapsedTime(began);
        IntakeMeters.Ended(function.Name, outcome, took);
        Say(function.Name, message is null, outcome, attempts, took);
        return outcome;
    }

    private async Task<(HandlerOutcome Outcome, bool Passing)> AttemptAsync(IntakeFunction function, string? message, CancellationToken ends)
    {
        try
        {
            var outcome = await function.Handle(message, ends).ConfigureAwait(false);
            var passing = outcome is HandlerOutcome.Retry or HandlerOutcome.Busy;
            health.StoreAnswered(!passing);
            return (outcome, passing);
        }
        catch (OperationCanceledException) when (ends.IsCancellationRequested)
        {
            return (new HandlerOutcome.Retry("not finished in time"), false);
        }
#pragma warning disable CA1031 // a bug in one message must not stop the others; it is logged and counts a delivery
        catch (Exception bug)
#pragma warning restore CA1031
        {
            // Type and place, not the message of the exception: it may quote what a resident wrote.
            Failed(function.Name, bug.GetType().FullName!, bug.StackTrace);
            return (new HandlerOutcome.Retry(bug.GetType().Name), false);
        }
    }

    private void Say(string function, bool timer, HandlerOutcome outcome, int attempts, TimeSpan took)
    {
        switch (outcome)
        {
            case HandlerOutcome.Done when timer: SweptQuietly(function, took.TotalMilliseconds); break;
            case HandlerOutcome.Done: Done(function, took.TotalMilliseconds, attempts); break;
            case HandlerOutcome.Parked parked: Parked(function, parked.Reason); break;
            case HandlerOutcome.Retry retry: Later(function, retry.Reason, attempts, took.TotalSeconds); break;
            default: Later(function, "busy", attempts, took.TotalSeconds); break;
        }
    }

    [LoggerMessage(LogLevel.Debug, "{Function}: done in {Milliseconds:F1} ms")]
    private partial void SweptQuietly(string function, double milliseconds);

    [LoggerMessage(LogLevel.Information, "{Function}: done in {Milliseconds:F1} ms, attempt {Attempts}")]
    private partial void Done(string function, double milliseconds, int attempts);

    [LoggerMessage(LogLevel.Warning, "{Function}: parked: {Reason}")]
    private partial void Parked(string function, string reason);

    [LoggerMessage(LogLevel.Warning, "{Function}: not done ({Reason}) after {Attempts} attempts in {Seconds:F1} s; it will be delivered again")]
    private partial void Later(string function, string reason, int attempts, double seconds);

    [LoggerMessage(LogLevel.Error, "{Function}: failed with {Exception}\n{Stack}")]
    private partial void Failed(string function, string exception, string? stack);
}
