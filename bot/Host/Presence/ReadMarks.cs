using System.Threading.Channels;
using IntakeBot.Casework.Store;
using IntakeBot.Host.Conversations;
using IntakeBot.Host.Live;
using IntakeBot.Host.Store;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Host.Presence;

/// <summary>How far each side has seen a conversation, as sequence numbers; 0: nobody has said so.</summary>
/// <param name="WaitingSince">Since when the resident waits for a word of the owner; null: nobody waits.</param>
public readonly record struct Marks(long Resident, long Staff, DateTimeOffset? WaitingSince);

/// <summary>
/// Keeps how far the resident's page and the owner's open case have been seen. A mark only grows, is no turn and no new version, and those of a
/// moment are written together. Only who says so is believed: a channel whose clients tell nothing has no marks.
/// </summary>
internal sealed partial class ReadMarks(
    StoreTransactions transactions, HostDbFactory databases, LiveConversations conversations, ChangeFeed feed, TimeProvider clock, ILogger<ReadMarks> log) : BackgroundService
{
    private static readonly TimeSpan s_together = TimeSpan.FromMilliseconds(150);
    private const int Remembered = 8192;
    // What does not fit is said again with the next message.
    private readonly Channel<Seen> _seen = Channel.CreateBounded<Seen>(new BoundedChannelOptions(4096) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
    private readonly Dictionary<(string Id, bool Staff), long> _written = [];

    public void SeenByResident(string conversationId, long seq) => _seen.Writer.TryWrite(new(conversationId, false, seq));

    public void SeenByStaff(string conversationId, long seq) => _seen.Writer.TryWrite(new(conversationId, true, seq));

    public async Task<Marks> OfAsync(string conversationId, CancellationToken cancellation = default)
    {
        await using var db = databases.CreateDbContext();
        var row = await db.Conversations.Where(c => c.Id == conversationId).Select(c => new { c.ResidentSeq, c.StaffSeq, c.WaitingSince }).SingleOrDefaultAsync(cancellation);
        return row is null ? default : new(row.ResidentSeq, row.StaffSeq, row.WaitingSince);
    }

    /// <summary>When that was said which stands at a mark; null: nothing does.</summary>
    public async Task<DateTimeOffset?> MomentAsync(string conversationId, long seq, CancellationToken cancellation = default) =>
        seq > 0 && await conversations.ReadAsync(conversationId, seq - 1, cancellation) is { Activities: [var first, ..] } && first.Seq == seq ? ActivityBytes.Read(first.Json).Timestamp : null;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        var batch = new Dictionary<(string Id, bool Staff), long>();
        try
        {
            while (await _seen.Reader.WaitToReadAsync(stoppingToken))
            {
                await Task.Delay(s_together, clock, stoppingToken);
                batch.Clear();
                while (batch.Count < 500 && _seen.Reader.TryRead(out var seen))
                {
                    var key = (seen.ConversationId, seen.ByStaff);
                    if (seen.Seq > Math.Max(_written.GetValueOrDefault(key), batch.GetValueOrDefault(key))) batch[key] = seen.Seq;
                }

                if (batch.Count > 0) await WriteAsync(batch);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }

    private async Task WriteAsync(Dictionary<(string Id, bool Staff), long> batch)
    {
        try
        {
            var grown = await transactions.RunAsync(
                async (connection, transaction) =>
                {
                    var marks = new Dictionary<(string Id, bool Staff), long>();
                    // In one order everywhere: two replicas never wait for each other's rows.
                    foreach (var ((id, staff), seq) in batch.OrderBy(mark => mark.Key.Id, StringComparer.Ordinal).ThenBy(mark => mark.Key.Staff))
                    {
                        await using var command = Sql.Command(
                            connection, transaction,
                            // Nobody has seen more than there is.
                            staff
                                ? "UPDATE conversations SET staff_seq = CASE WHEN @seq < seq THEN @seq ELSE seq END WHERE id = @id AND staff_seq < @seq AND staff_seq < seq RETURNING staff_seq"
                                : "UPDATE conversations SET resident_seq = CASE WHEN @seq < seq THEN @seq ELSE seq END WHERE id = @id AND resident_seq < @seq AND resident_seq < seq RETURNING resident_seq");
                        Sql.Add(command, "seq", seq);
                        Sql.Add(command, "id", id);
                        if (await command.ExecuteScalarAsync(CancellationToken.None) is long now) marks[(id, staff)] = now;
                    }

                    return marks;
                },
                CancellationToken.None);
            if (_written.Count > Remembered) _written.Clear();
            foreach (var (key, seq) in grown) _written[key] = seq;
            foreach (var id in grown.Keys.Select(key => key.Id).Distinct()) feed.Publish(Topics.Read, id);
        }
        catch (Exception failed) when (failed is not OperationCanceledException)
        {
            // Nobody misses a mark: the next message brings it again.
            NotWritten(log, failed.GetType().Name);
        }
    }

    private readonly record struct Seen(string ConversationId, bool ByStaff, long Seq);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Read marks were not written ({Error}); the next ones are")]
    private static partial void NotWritten(ILogger log, string error);
}
