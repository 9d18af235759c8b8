using System.Diagnostics;
using IntakeBot.Load.Contenders;
using IntakeBot.Load.Flow;
using IntakeBot.Load.Talks;
using IntakeBot.Load.Wire;

namespace IntakeBot.Load.Measuring;

/// <param name="WarmUp">Longest time of load before a measurement.</param>
/// <param name="DirectLine">The bot is spoken to over Direct Line instead of the webhook.</param>
/// <param name="Only">Names of contenders; empty: all.</param>
internal sealed record TurnsOptions(TimeSpan Seconds, TimeSpan WarmUp, int Conversations, int Rounds, bool DirectLine, bool Postgres, IReadOnlyList<string> Only);

/// <summary>Measures the contenders one after another, in turn, each round in a fresh process.</summary>
internal sealed class TurnsRun(TurnsOptions options, Action<string> say)
{
    private static readonly TimeSpan s_warmUpLap = TimeSpan.FromSeconds(2);
    private readonly PetitionFlow _flow = PetitionFlow.Read();

    /// <exception cref="InvalidOperationException">A contender does not start, or ended before it was told to.</exception>
    public async Task<IReadOnlyList<Measurement>> RunAsync(CancellationToken cancellation)
    {
        var contenders = Contender.All(options.Postgres).Where(c => options.Only.Count == 0 || options.Only.Contains(c.Name)).ToList();
        var done = new List<Measurement>();
        for (var round = 1; round <= options.Rounds; round++)
        {
            foreach (var contender in contenders)
            {
                say($"round {round} of {options.Rounds}: {contender.Title}");
                done.Add(await MeasureAsync(contender, cancellation));
            }
        }

        return done;
    }

    private async Task<Measurement> MeasureAsync(Contender contender, CancellationToken cancellation)
    {
        await using var running = await contender.StartAsync(cancellation);
        var id = running.Server.Id;
        var talks = Enumerable.Range(0, options.Conversations).Select(number => NewTalk(contender, running.Port, number)).ToList();
        try
        {
            var loops = new Loops(talks, id, cancellation);
            await WarmUpAsync(loops);
            var closed = await loops.ClosedAsync(options.Seconds);
            Lap? open = null;
            if (contender is Bot)
            {
                // What the closed lap left behind, cases to be made, is done first.
                await ProcessUse.SettleAsync(id, cancellation);
                open = await loops.OpenAsync(options.Seconds / 2, closed.PerSecond / 2);
            }

            var memory = ProcessUse.Memory(id);
            await running.Server.KillAsync();
            return new(contender, closed, open, Told.By(talks), running.Store is { } store ? await store.CountAsync() : null, memory);
        }
        catch (IOException) when (running.Server.HasEnded)
        {
            throw new InvalidOperationException($"{contender.Title} ended in the middle:\n{running.Server.Output}");
        }
        finally
        {
            talks.ForEach(talk => talk.Dispose());
        }
    }

    // Runtimes compile once more, and better, what is used often: until that was often enough and a turn no longer gets cheaper, at most
    // as long as allowed.
    private async Task WarmUpAsync(Loops loops)
    {
        const double stillFalling = 0.95;
        const int often = 10_000;
        var watch = Stopwatch.StartNew();
        var (cheapest, level, turns) = (double.MaxValue, 0, 0);
        while ((level < 2 || turns < often) && watch.Elapsed < options.WarmUp)
        {
            var left = options.WarmUp - watch.Elapsed;
            var lap = await loops.ClosedAsync(left < s_warmUpLap ? left : s_warmUpLap);
            level = lap.ServerMicroseconds < cheapest * stillFalling ? 0 : level + 1;
            cheapest = Math.Min(cheapest, lap.ServerMicroseconds);
            turns += lap.Turns;
        }
    }

    private Talk NewTalk(Contender contender, int port, int number) => contender is Bot && options.DirectLine
        ? new DirectLineTalk(new HttpWire(port), _flow, number, port)
        : new WebhookTalk(new HttpWire(port), _flow, number, options.Conversations, port);
}
