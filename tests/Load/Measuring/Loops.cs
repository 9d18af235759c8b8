using System.Diagnostics;
using System.Threading.Channels;
using IntakeBot.Load.Talks;

namespace IntakeBot.Load.Measuring;

/// <summary>Drives talks against a server for a while. Every turn that was begun is finished before the lap ends.</summary>
internal sealed class Loops(IReadOnlyList<Talk> talks, int serverId, CancellationToken cancellation)
{
    // No turn takes so long unless something is broken.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Closed: each resident says the next thing as soon as the answer is there.</summary>
    public Task<Lap> ClosedAsync(TimeSpan duration)
    {
        var end = Stopwatch.GetTimestamp() + (long)(duration.TotalSeconds * Stopwatch.Frequency);
        return LapAsync(duration, talk => Task.Run(async () =>
        {
            var times = new List<int>(1 << 14);
            for (var start = Stopwatch.GetTimestamp(); start < end; start = Stopwatch.GetTimestamp())
            {
                await talk.TurnAsync();
                times.Add((int)Stopwatch.GetElapsedTime(start).TotalMicroseconds);
            }

            return times;
        }));
    }

    /// <summary>
    /// Open: turns are due at random moments, so many a second on average, whether or not the server keeps up; a turn's time counts from
    /// when it was due.
    /// </summary>
    public async Task<Lap> OpenAsync(TimeSpan duration, double perSecond)
    {
        var due = talks.Select(_ => Channel.CreateUnbounded<long>(new() { SingleReader = true, SingleWriter = true, AllowSynchronousContinuations = true })).ToArray();
        var clock = Task.Factory.StartNew(() => Schedule(due, duration, perSecond), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        var next = 0;
        var lap = await LapAsync(duration, talk =>
        {
            var mine = due[next++].Reader;
            return Task.Run(async () =>
            {
                var times = new List<int>(1 << 12);
                await foreach (var at in mine.ReadAllAsync())
                {
                    await talk.TurnAsync();
                    times.Add((int)Stopwatch.GetElapsedTime(at).TotalMicroseconds);
                }

                return times;
            });
        });
        await clock;
        return lap;
    }

    // The same moments in every run.
    private static void Schedule(Channel<long>[] due, TimeSpan duration, double perSecond)
    {
        var random = new Random(440311);
        var start = Stopwatch.GetTimestamp();
        var end = start + (duration.TotalSeconds * Stopwatch.Frequency);
        double at = start;
        for (var turn = 0; at < end; turn++)
        {
            while (Stopwatch.GetTimestamp() < at) Thread.Sleep(1);
            due[turn % due.Length].Writer.TryWrite((long)at);
            at += -Math.Log(1 - random.NextDouble()) / perSecond * Stopwatch.Frequency;
        }

        foreach (var one in due) one.Writer.Complete();
    }

    private async Task<Lap> LapAsync(TimeSpan duration, Func<Talk, Task<List<int>>> drive)
    {
        var start = Stopwatch.GetTimestamp();
        var (server, own) = (ProcessUse.ProcessorTime(serverId), ProcessUse.ProcessorTime(Environment.ProcessId));
        var times = await Task.WhenAll(talks.Select(drive)).WaitAsync(duration + Patience, cancellation);
        return new(
            Stopwatch.GetElapsedTime(start), times, ProcessUse.ProcessorTime(serverId) - server, ProcessUse.ProcessorTime(Environment.ProcessId) - own);
    }
}
