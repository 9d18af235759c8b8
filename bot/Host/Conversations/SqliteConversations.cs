using System.Data.Common;
using IntakeBot.Casework.Store;
using IntakeBot.Host.Store;
using Microsoft.Data.Sqlite;

namespace IntakeBot.Host.Conversations;

/// <summary>Conversations in SQLite; turns are committed many at a time by <see cref="SqliteCommits"/>.</summary>
internal sealed class SqliteConversations(StoreOptions store, SqliteCommits commits) : ConversationStore, IDisposable
{
    // Used by the one writing task only.
    private SqliteTurnWriter? _writer;

    public override Task<CommitResult> CommitAsync(TurnCommit commit, CancellationToken cancellation) =>
        commits.RunAsync((connection, transaction) => Writer(connection).WriteAsync(commit, (SqliteTransaction)transaction), cancellation);

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

    public void Dispose() => _writer?.Dispose();

    private SqliteTurnWriter Writer(DbConnection connection)
    {
        if (_writer is { } writer && ReferenceEquals(writer.Connection, connection)) return writer;
        _writer?.Dispose();
        return _writer = new((SqliteConnection)connection);
    }

    private async Task<SqliteConnection> OpenAsync(CancellationToken cancellation)
    {
        var connection = new SqliteConnection(store.ConnectionString);
        await connection.OpenAsync(cancellation);
        SqlitePragmas.Apply(connection);
        return connection;
    }
}
