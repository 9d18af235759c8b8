using System.Threading.Channels;
using IntakeBot.Casework.Store;
using IntakeBot.Host.Store;
using Microsoft.Data.Sqlite;

namespace IntakeBot.Host.Conversations;

/// <summary>
/// SQLite has one writer: a single task takes all turns that have queued up and commits them together, so that the wait for
/// the disk is shared.
/// </summary>
internal sealed class SqliteConversations : ConversationStore, IAsyncDisposable
{
    private const int MostPerCommit = 256;
    private readonly Channel<Pending> _queue = Channel.CreateBounded<Pending>(new BoundedChannelOptions(4096) { SingleReader = true });
    private readonly WriteGate _gate;
    private readonly string _connection;
    private readonly Lazy<Task> _writer;

    public SqliteConversations(StoreOptions store, WriteGate gate)
    {
        _connection = store.ConnectionString;
        _gate = gate;
        _writer = new(() => Task.Run(WriteAsync));
    }

    public override async Task<CommitResult> CommitAsync(TurnCommit commit, CancellationToken cancellation)
    {
        _ = _writer.Value;
        var pending = new Pending(commit);
        await _queue.Writer.WriteAsync(pending, cancellation);
        // From here on the turn may be committed: the answer is awaited whatever becomes of the caller.
        return await pending.Done.Task;
    }

    public override async Task<StoredConversation?> LoadAsync(string id, CancellationToken cancellation)
    {
        await using var connection = await OpenAsync(cancellation);
        return SqliteReads.Load(connection, id);
    }

    public override async Task<IReadOnlyList<StoredTurn>> TurnsAsync(long n, long afterSeq, CancellationToken cancellation)
    {
        await using var connection = await OpenAsync(cancellation);
        return SqliteReads.Turns(connection, n, afterSeq);
    }

    public override async Task<IReadOnlyList<string>> DueAsync(DateTimeOffset now, int most, CancellationToken cancellation)
    {
        await using var connection = await OpenAsync(cancellation);
        return SqliteReads.Due(connection, now, most);
    }

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        if (_writer.IsValueCreated) await _writer.Value;
    }

    private async Task<SqliteConnection> OpenAsync(CancellationToken cancellation)
    {
        var connection = new SqliteConnection(_connection);
        await connection.OpenAsync(cancellation);
        await using var pragmas = connection.CreateCommand();
        pragmas.CommandText = "PRAGMA busy_timeout=5000";
        await pragmas.ExecuteNonQueryAsync(cancellation);
        return connection;
    }

    private async Task WriteAsync()
    {
        var batch = new List<Pending>(MostPerCommit);
        SqliteTurnWriter? writer = null;
        while (await _queue.Reader.WaitToReadAsync())
        {
            using (await _gate.EnterAsync(CancellationToken.None))
            {
                while (batch.Count < MostPerCommit && _queue.Reader.TryRead(out var next)) batch.Add(next);
                try
                {
                    writer ??= new SqliteTurnWriter(_connection);
                    await writer.CommitAsync(batch);
                }
                catch (Exception) when (batch.Count > 1)
                {
                    writer = await OneByOneAsync(writer, batch);
                }
                catch (Exception failed)
                {
                    batch[0].Failed = failed;
                    writer = Renew(writer);
                }
            }

            foreach (var pending in batch) pending.Answer();
            batch.Clear();
        }

        writer?.Dispose();
    }

    // One of them broke the common transaction (or the disk is full): each on its own, so that only the culprit fails.
    private async Task<SqliteTurnWriter?> OneByOneAsync(SqliteTurnWriter? writer, List<Pending> batch)
    {
        writer = Renew(writer);
        foreach (var pending in batch)
        {
            try
            {
                writer ??= new SqliteTurnWriter(_connection);
                await writer.CommitAsync([pending]);
            }
            catch (Exception failed)
            {
                pending.Failed = failed;
                writer = Renew(writer);
            }
        }

        return writer;
    }

    private static SqliteTurnWriter? Renew(SqliteTurnWriter? writer)
    {
        writer?.Dispose();
        return null;
    }

    /// <summary>One turn waiting for its commit. It is answered after the transaction has ended, never before.</summary>
    internal sealed class Pending(TurnCommit commit)
    {
        public TurnCommit Commit { get; } = commit;
        public TaskCompletionSource<CommitResult> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
        public CommitResult Result { get; set; }
        public Exception? Failed { get; set; }

        public void Answer()
        {
            if (Failed is { } failed) Done.SetException(failed);
            else Done.SetResult(Result);
        }
    }
}
