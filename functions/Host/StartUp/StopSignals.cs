using System.Runtime.InteropServices;

namespace IntakeBot.Functions.StartUp;

/// <summary>
/// SIGTERM and SIGINT from the first moment on. A Functions host restarts a handler unless it ended with 0, so 0 is said
/// only when we were told to stop.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private readonly PosixSignalRegistration[] registrations;
    private int code = ExitCodes.Unexpected;

    public StopSignals() => registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => Stop(signal, ExitCodes.Stopped)),
        PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => Stop(signal, ExitCodes.Interrupted)),
    ];

    public CancellationToken Stopping => stopping.Token;

    /// <summary>What to end with when nothing failed.</summary>
    public int ExitCode => Volatile.Read(ref code);

    public void Dispose()
    {
        foreach (var registration in registrations) registration.Dispose();
        stopping.Dispose();
    }

    private void Stop(PosixSignalContext signal, int with)
    {
        signal.Cancel = true;
        Interlocked.CompareExchange(ref code, with, ExitCodes.Unexpected);
        stopping.Cancel();
    }
}

internal static class ExitCodes
{
    public const int Stopped = 0;
    /// <summary>It ended although nobody asked.</summary>
    public const int Unexpected = 70;
    /// <summary>A setting or a file is wrong; a restart alone does not help.</summary>
    public const int Misconfigured = 78;
    public const int Interrupted = 130;
}
