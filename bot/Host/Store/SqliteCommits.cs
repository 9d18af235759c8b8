using System.Data.Common;
using System.Threading.Channels;
using IntakeBot.Casework.Store;
using Microsoft.Data.Sqlite;

namespace IntakeBot.Host.Store;

/// <summary>
/// SQLite has one writer: a single task takes all that has queued up - turns, new cases, marks of the outbox - and commits it together, so
/// that the wait for the disk is shared.
/// </summary>
internal sealed class SqliteCommits(StoreOptions store, WriteGate gate) : StoreTransactions, IAsyncDisposable
{
    private const int MostPerCommit = 256;
    private readonly Channel<Pending> _queue = Channel.CreateBounded<Pending>(new BoundedChannelOptions(4096) { SingleReader = true });
    private readonly Lock _starting = new();
    private Task? _writer;

    public override async Task<T> RunAsync<T>(Func<DbConnection, DbTransaction, Task<T>> work, CancellationToken cancellation)
    {
        Start();
        var pending = new Pending<T>(work);
        await _queue.Writer.WriteAsync(pending, cancellation);
        // From here on it may be committed: the answer is awaited whatever becomes of the caller.
        return await pending.Done;
    }

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        if (_writer is not null) await _writer;
    }

    private void Start()
    {
        if (_writer is not null) return;
        lock (_starting) _writer ??= Task.Run(WriteAsync);
    }

    private async Task WriteAsync()
    {
        var batch = new List<Pending>(MostPerCommit);
        SqliteConnection? connection = null;
        while (await _queue.Reader.WaitToReadAsync())
        {
            using (await gate.EnterAsync(CancellationToken.None))
            {
                while (batch.Count < MostPerCommit && _queue.Reader.TryRead(out var next)) batch.Add(next);
                try
                {
                    connection ??= Open();
                    await CommitAsync(connection, batch);
                }
                catch (Exception) when (batch.Count > 1)
                {
                    connection = await OneByOneAsync(connection, batch);
                }
                catch (Exception failed)
                {
                    batch[0].Failed = failed;
                    connection = Close(connection);
                }
            }

            // Answered after the transaction has ended, never before.
            foreach (var pending in batch) pending.Answer();
            batch.Clear();
        }

        Close(connection);
    }

    private static async Task CommitAsync(SqliteConnection connection, IReadOnlyList<Pending> batch)
    {
        await using var transaction = connection.BeginTransaction();
        foreach (var pending in batch) await pending.RunAsync(connection, transaction);
        transaction.Commit();
    }

    // One of them broke the common transaction (or the disk is full): each on its own, so that only the culprit fails.
    private async Task<SqliteConnection?> OneByOneAsync(SqliteConnection? connection, List<Pending> batch)
    {
        connection = Close(connection);
        foreach (var pending in batch)
        {
            try
            {
                connection ??= Open();
                await CommitAsync(connection, [pending]);
            }
            catch (Exception failed)
            {
                pending.Failed = failed;
                connection = Close(connection);
            }
        }

        return connection;
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(store.ConnectionString);
        connection.Open();
        using var pragmas = connection.CreateCommand();
        pragmas.CommandText = SqlitePragmas.Sql;
        pragmas.ExecuteNonQuery();
        return connection;
    }

    private static SqliteConnection? Close(SqliteConnection? connection)
    {
        connection?.Dispose();
        return null;
    }

    private abstract class Pending
    {
        public Exception? Failed { get; set; }

        public abstract Task RunAsync(DbConnection connection, DbTransaction transaction);
        public abstract void Answer();
    }

    private sealed class Pending<T>(Func<DbConnection, DbTransaction, Task<T>> work) : Pending
    {
        private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T? _result;

        public Task<T> Done => _done.Task;

        public override async Task RunAsync(DbConnection connection, DbTransaction transaction) => _result = await work(connection, transaction);

        public override void Answer()
        {
            if (Failed is { } failed) _done.SetException(failed);
            else _done.SetResult(_result!);
        }
    }
}
