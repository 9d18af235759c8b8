using System.Globalization;

namespace IntakeBot.Load.Measuring;

/// <summary>What a process has used, as Linux counts it in <c>/proc</c>.</summary>
internal static class ProcessUse
{
    // USER_HZ, which is 100 on every Linux that .NET runs on.
    private const double TicksPerSecond = 100;

    /// <summary>Processor time of all threads, user and system.</summary>
    public static TimeSpan ProcessorTime(int id)
    {
        var stat = File.ReadAllText($"/proc/{id}/stat");
        // The second field, a name, may hold anything; utime and stime are the 14th and 15th.
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return TimeSpan.FromSeconds((Number(fields[11]) + Number(fields[12])) / TicksPerSecond);
    }

    /// <summary>Resident memory just now, bytes.</summary>
    public static long Memory(int id)
    {
        var line = File.ReadLines($"/proc/{id}/status").First(l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
        return (long)Number(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2]) * 1024;
    }

    /// <summary>Average number of processes of the whole machine that ran or wanted to in the last minute.</summary>
    public static double MachineLoad() => Number(File.ReadAllText("/proc/loadavg").Split(' ')[0]);

    /// <summary>Waits until a process has next to nothing to do any more, 20 seconds at most.</summary>
    public static async Task SettleAsync(int id, CancellationToken cancellation)
    {
        var pause = TimeSpan.FromMilliseconds(500);
        for (var look = 0; look < 40; look++)
        {
            var before = ProcessorTime(id);
            await Task.Delay(pause, cancellation);
            if (ProcessorTime(id) - before < pause * 0.05) return;
        }
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
