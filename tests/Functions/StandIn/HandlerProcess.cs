using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace IntakeBot.Functions.Tests.StandIn;

/// <summary>The real program as a process of its own, ended by its own id and nothing else.</summary>
internal sealed partial class HandlerProcess : IAsyncDisposable
{
    private const int Kill = 9, Term = 15, Interrupt = 2;

    private readonly Process process;
    private readonly ConcurrentQueue<string> output = new();
    private readonly ConcurrentQueue<string> errors = new();

    public HandlerProcess(string executable, string workingDirectory, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> settings)
    {
        var start = new ProcessStartInfo(executable) { WorkingDirectory = workingDirectory, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        // What the tests themselves were given must not leak in.
        foreach (var name in start.Environment.Keys.Where(n => n.StartsWith("ASPNETCORE_", StringComparison.Ordinal) || n.StartsWith("FUNCTIONS_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        foreach (var (name, value) in settings) start.Environment[name] = value;
        process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.OutputDataReceived += (_, e) => Keep(output, e.Data);
        process.ErrorDataReceived += (_, e) => Keep(errors, e.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public IReadOnlyCollection<string> Output => output;
    public IReadOnlyCollection<string> Errors => errors;
    public string All => string.Join('\n', output.Concat(errors));
    public bool HasExited => process.HasExited;
    public long MemoryBytes { get { process.Refresh(); return process.WorkingSet64; } }

    public void KillHard() => _ = Send(process.Id, Kill);
    public void Terminate() => _ = Send(process.Id, Term);
    public void InterruptByHand() => _ = Send(process.Id, Interrupt);

    /// <returns>The exit code; of a killed process 128 + the signal.</returns>
    public async Task<int> ExitAsync(TimeSpan limit)
    {
        using var patience = new CancellationTokenSource(limit);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"The program did not end within {limit}:\n{All}");
        }
        return process.ExitCode;
    }

    /// <summary>Waits for a line on stdout that holds <paramref name="text"/>.</summary>
    public async Task<string> SaysAsync(string text, TimeSpan limit)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            if (output.FirstOrDefault(line => line.Contains(text, StringComparison.Ordinal)) is { } line) return line;
            if (process.HasExited) throw new InvalidOperationException($"The program ended with {process.ExitCode} before it said '{text}':\n{All}");
            if (watch.Elapsed > limit) throw new TimeoutException($"The program did not say '{text}' within {limit}:\n{All}");
            await Task.Delay(10);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            KillHard();
            await process.WaitForExitAsync();
        }
        process.Dispose();
    }

    private static void Keep(ConcurrentQueue<string> lines, string? line)
    {
        if (line is not null) lines.Enqueue(line);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Send(int pid, int signal);
}
