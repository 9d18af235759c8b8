using System.Threading.Channels;
using IntakeBot.Casework.Cases;
using IntakeBot.Host.Conversations;
using IntakeBot.Host.Telemetry;
using Npgsql;

namespace IntakeBot.Host.Live;

/// <summary>
/// Tells the other replicas on the same PostgreSQL which conversations changed, and hears it from them; of cases it hears
/// from the functions. Beside the turn's transaction, many at a time: a notification inside it would make all commits of the
/// server wait for each other.
/// </summary>
internal sealed partial class Neighbours(NpgsqlDataSource source, LiveConversations conversations, ChangeFeed feed, TimeProvider clock, ILogger<Neighbours> log)
    : BackgroundService
{
    private const string Name = CaseNotice.Channel;
    private readonly Channel<string> _changed = Channel.CreateBounded<string>(new BoundedChannelOptions(4096) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
    private readonly string _me = TurnWriting.NewId(clock);
    // What was heard from others is not told again.
    [ThreadStatic] private static bool t_hearing;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        using var own = feed.Subscribe(Topics.Conversation, change =>
        {
            if (!t_hearing) _changed.Writer.TryWrite(change.Id);
        });
        await Task.WhenAll(Again(TellAsync, stoppingToken), Again(HearAsync, stoppingToken));
    }

    private async Task TellAsync(CancellationToken stop)
    {
        var ids = new HashSet<string>();
        while (await _changed.Reader.WaitToReadAsync(stop))
        {
            ids.Clear();
            while (ids.Count < 128 && _changed.Reader.TryRead(out var id)) ids.Add(id);
            await using var command = source.CreateCommand("SELECT pg_notify($1, $2)");
            command.Parameters.Add(new() { Value = Name });
            command.Parameters.Add(new() { Value = $"{_me} {string.Join(' ', ids)}" });
            await command.ExecuteNonQueryAsync(stop);
        }
    }

    private async Task HearAsync(CancellationToken stop)
    {
        await using var connection = await source.OpenConnectionAsync(stop);
        connection.Notification += (_, said) => Hear(said.Payload.Split(' '));
        await using (var listen = new NpgsqlCommand($"LISTEN {Name}", connection)) await listen.ExecuteNonQueryAsync(stop);
        while (true) await connection.WaitAsync(stop);
    }

    private void Hear(string[] words)
    {
        if (words[0] == _me) return;
        t_hearing = true;
        try
        {
            if (words[0] == CaseNotice.Word)
            {
                foreach (var id in words.Skip(1)) feed.Publish(Topics.Case, id);
                return;
            }
            foreach (var id in words.Skip(1))
            {
                conversations.Forget(id);
                feed.Publish(Topics.Conversation, id);
            }
        }
        finally
        {
            t_hearing = false;
        }
    }

    private async Task Again(Func<CancellationToken, Task> work, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await work(stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failed) when (failed is NpgsqlException or IOException)
            {
                Lost(log, failed.GetType().Name);
                await Task.Delay(TimeSpan.FromSeconds(1), clock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The line to the other replicas is lost ({Error}); trying again")]
    private static partial void Lost(ILogger log, string error);
}
