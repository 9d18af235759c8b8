using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using IntakeBot.Host.Live;
using IntakeBot.Host.Tests.Running;

namespace IntakeBot.Host.Tests.Api;

/// <summary>A foreign system that listens with an EventSource of npm.</summary>
internal sealed class Listener : IAsyncDisposable
{
    private readonly Process _node;
    private readonly Task _reading;

    private Listener(Process node)
    {
        _node = node;
        _reading = ReadAsync();
    }

    /// <summary>Events that bear a number, in the order they came.</summary>
    public ConcurrentQueue<(long Id, string Kind, Guid Case, JsonElement Data)> Events { get; } = new();
    public ConcurrentQueue<Guid> Said { get; } = new();
    public int Opened { get; private set; }

    public static async Task<Listener> StartAsync(string url, string key)
    {
        var listener = new Listener(Peers.Start("event-source.cjs", [url + "/api/v1/events", key, "said", .. CaseEvents.Kinds]));
        await Until.TrueAsync(() => Task.FromResult(listener.Opened), n => n > 0);
        return listener;
    }

    /// <summary>A port that nobody listens on just now, for a bot that is started on it again.</summary>
    public static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private async Task ReadAsync()
    {
        while (await _node.StandardOutput.ReadLineAsync() is { } line)
        {
            var told = JsonSerializer.Deserialize<JsonElement>(line);
            if (told.TryGetProperty("open", out _)) Opened++;
            else if (told.GetProperty("event").GetString() is not "said" and var kind) Events.Enqueue((long.Parse(told.GetProperty("id").GetString()!), kind!, told.GetProperty("data").GetProperty("caseId").GetGuid(), told.GetProperty("data")));
            else Said.Enqueue(told.GetProperty("data").GetProperty("caseId").GetGuid());
        }
    }

    public async ValueTask DisposeAsync()
    {
        _node.StandardInput.Close();
        await _reading;
        await _node.WaitForExitAsync();
        _node.Dispose();
    }
}
