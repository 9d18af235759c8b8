using System.Diagnostics;
using System.Text;

namespace IntakeBot.Host.Tests.Interleaving;

/// <summary>
/// Lets actions run against each other in an order that a seed decides: every access to the conversation's store waits here until it is let
/// through, one at a time. Within a replica the turns of one conversation queue up, so that of each replica at most one action stands at the gate.
/// </summary>
internal sealed class Schedule(int seed)
{
    private const int MostAtOnce = 6;
    private static readonly TimeSpan s_stuck = TimeSpan.FromSeconds(10);
    private readonly Random _random = new(seed);
    private readonly AsyncLocal<Running?> _current = new();
    private readonly List<(Running Who, string Where, TaskCompletionSource Open)> _gate = [];
    private readonly List<Running> _running = [];
    private readonly StringBuilder _trace = new();
    private readonly Lock _lock = new();

    public Random Random => _random;
    /// <summary>What was let through, in order.</summary>
    public string Trace
    {
        get
        {
            lock (_lock) return _trace.ToString();
        }
    }

    /// <summary>Called by the store. Whoever does not belong to the schedule goes through.</summary>
    public Task PassAsync(string where)
    {
        if (_current.Value is not { } who) return Task.CompletedTask;
        var open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock) _gate.Add((who, where, open));
        return open.Task;
    }

    /// <param name="actions">In the order in which they begin; how they overlap the seed decides.</param>
    public async Task RunAsync(IReadOnlyList<(int Replica, string Name, Func<Task> Act)> actions)
    {
        var next = 0;
        while (true)
        {
            await SettleAsync();
            TaskCompletionSource? open = null;
            lock (_lock)
            {
                foreach (var failed in _running.Where(r => r.Task.IsFaulted)) throw new InvalidOperationException($"{failed.Name} failed.\n{_trace}", failed.Task.Exception);
                _running.RemoveAll(r => r.Task.IsCompleted);
                if (next == actions.Count && _running.Count == 0) return;
                var mayBegin = next < actions.Count && _running.Count < MostAtOnce;
                var choice = _random.Next(_gate.Count + (mayBegin ? 2 : 0));
                if (choice < _gate.Count)
                {
                    // In an order of its own: who came to the gate first is left to the machine.
                    var chosen = _gate.OrderBy(g => g.Who.Number).ElementAt(choice);
                    _gate.Remove(chosen);
                    _trace.AppendLine($"  {chosen.Who.Name}: {chosen.Where}");
                    open = chosen.Open;
                }
                else
                {
                    var (replica, name, act) = actions[next];
                    var running = new Running(next++, replica, name);
                    _trace.AppendLine($"  {name} begins at {replica}");
                    _running.Add(running);
                    running.Task = Task.Run(async () =>
                    {
                        _current.Value = running;
                        await act();
                    });
                }
            }

            open?.SetResult();
        }
    }

    // Of every replica with something to do one stands at the gate. Who reads before its turn is given a moment for it.
    private async Task SettleAsync()
    {
        var began = Stopwatch.GetTimestamp();
        for (var calm = 0; calm < 2;)
        {
            await Task.Delay(1);
            lock (_lock)
            {
                var settled = _running.Where(r => !r.Task.IsCompleted).GroupBy(r => r.Replica).All(replica => _gate.Any(g => g.Who.Replica == replica.Key));
                calm = settled ? calm + 1 : 0;
                if (Stopwatch.GetElapsedTime(began) > s_stuck)
                    throw new TimeoutException($"Nothing moves any more: {string.Join(", ", _running.Where(r => !r.Task.IsCompleted).Select(r => r.Name))}.\n{_trace}");
            }
        }
    }

    private sealed class Running(int number, int replica, string name)
    {
        public int Number => number;
        public int Replica => replica;
        public string Name => name;
        public Task Task { get; set; } = Task.CompletedTask;
    }
}
