using System.Threading.Channels;
using IntakeBot.Casework.Cases;
using IntakeBot.Host.Conversations;
using IntakeBot.Host.Telemetry;
using Npgsql;

namespace IntakeBot.Host.Live;

/// <summary>
/// Tells the other replicas on the same PostgreSQL what changed: conversations, cases, who is typing, how far somebody has read, and that somebody signed on or off; and
/// hears it from them and of cases from the functions. Beside the turn's transaction, many at a time: a notification inside it would make all commits
/// of the server wait for each other. A notice is <c>REPLICA WORD WORD ...</c>; a word is the id of a conversation, or <c>topic/id</c>.
/// </summary>
internal sealed partial class Neighbours(NpgsqlDataSource source, LiveConversations conversations, ChangeFeed feed, TimeProvider clock, ILogger<Neighbours> log)
    : BackgroundService
{
    private const string Name = CaseNotice.Channel;
    private static readonly string[] s_topics = [Topics.Conversation, Topics.Case, Topics.Typing, Topics.StaffTyping, Topics.Read, Topics.Duty];
    private readonly Channel<string> _changed = Channel.CreateBounded<string>(new BoundedChannelOptions(4096) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
    private readonly string _me = TurnWriting.NewId(clock);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        var own = s_topics.Select(topic => feed.Subscribe(topic, change =>
        {
            if (!ChangeFeed.IsRepeating) _changed.Writer.TryWrite(topic == Topics.Conversation ? change.Id : $"{topic}/{change.Id}");
        })).ToList();
        await Task.WhenAll(Again(TellAsync, stoppingToken), Again(HearAsync, stoppingToken));
        own.ForEach(subscription => subscription.Dispose());
    }

    private async Task TellAsync(CancellationToken stop)
    {
        var words = new HashSet<string>();
        while (await _changed.Reader.WaitToReadAsync(stop))
        {
            words.Clear();
            while (words.Count < CaseNotice.MostIds && _changed.Reader.TryRead(out var word)) words.Add(word);
            await using var command = source.CreateCommand("SELECT pg_notify($1, $2)");
            command.Parameters.Add(new() { Value = Name });
            command.Parameters.Add(new() { Value = $"{_me} {string.Join(' ', words)}" });
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
        foreach (var word in words.Skip(1))
        {
            var slash = word.IndexOf('/', StringComparison.Ordinal);
            if (words[0] == CaseNotice.Word) feed.Repeat(Topics.Case, word);
            else if (slash > 0) feed.Repeat(word[..slash], word[(slash + 1)..]);
            else
            {
                conversations.Forget(word);
                feed.Repeat(Topics.Conversation, word);
            }
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
