using System.Diagnostics;
using System.Runtime.InteropServices;

namespace IntakeBot.Dialogue.Tests.Readers;

/// <summary>How long this thread has worked: unlike the clock on the wall, the same however busy the machine is.</summary>
internal static partial class ThreadTime
{
    private const int ThreadCpuTime = 3; // CLOCK_THREAD_CPUTIME_ID of Linux

    /// <summary>The least of several runs, in milliseconds; ends early once it is no more than asked.</summary>
    public static double Best(Action run, int runs, double enough = 0)
    {
        var best = double.MaxValue;
        for (var i = 0; i < runs && best > enough; i++)
        {
            var begin = Now();
            run();
            best = Math.Min(best, Now() - begin);
        }
        return best;
    }

    public static double Now()
    {
        if (OperatingSystem.IsLinux() && clock_gettime(ThreadCpuTime, out var time) == 0) return time.Seconds * 1000.0 + time.Nanoseconds / 1e6;
        return Stopwatch.GetTimestamp() * 1000.0 / Stopwatch.Frequency;
    }

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Timespec
    {
        public readonly nint Seconds;
        public readonly nint Nanoseconds;
    }

    [DllImport("libc"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int clock_gettime(int clock, out Timespec time);
}
