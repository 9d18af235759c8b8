using System.Collections.Concurrent;
using System.Diagnostics;

namespace IntakeBot.Load.Contenders;

/// <summary>A server run as a process of its own on a free port, ended by its own id and nothing else.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();

    private ServerProcess(ProcessStartInfo start)
    {
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, e) => Keep(e.Data);
        _process.ErrorDataReceived += (_, e) => Keep(e.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Id => _process.Id;
    public bool HasEnded => _process.HasExited;
    public string Output => string.Join('\n', _lines);

    /// <summary>Starts it and waits for the line that says it is ready.</summary>
    /// <exception cref="InvalidOperationException">It ended before, or was not ready within two minutes.</exception>
    public static async Task<ServerProcess> StartAsync(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment, string ready, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var own in Generator.Settings.Keys) start.Environment.Remove(own);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        var server = new ServerProcess(start);
        try
        {
            await server.WaitForAsync(ready, cancellation);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>kill -9: nothing is drained, nothing is written down that is not written yet.</summary>
    public async Task KillAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
    }

    private async Task WaitForAsync(string ready, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        while (!_lines.Any(line => line.Contains(ready, StringComparison.Ordinal)))
        {
            if (HasEnded || watch.Elapsed > s_patience)
                throw new InvalidOperationException($"{_process.StartInfo.FileName} {string.Join(' ', _process.StartInfo.ArgumentList)} did not get ready:\n{Output}");
            await Task.Delay(20, cancellation);
        }
    }

    private void Keep(string? line)
    {
        if (line is not null) _lines.Enqueue(line);
    }
}
