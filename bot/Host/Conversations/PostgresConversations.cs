using Npgsql;
using NpgsqlTypes;

namespace IntakeBot.Host.Conversations;

/// <summary>
/// PostgreSQL commits many connections together by itself. A turn is one statement, whose parts all depend on the
/// compare-and-set of the conversation; only effects on other tables need a transaction around it.
/// </summary>
internal sealed class PostgresConversations(NpgsqlDataSource source) : ConversationStore
{
    public override async Task<CommitResult> CommitAsync(TurnCommit commit, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        if (commit.Effects.Count == 0)
        {
            await using var alone = PostgresTurn.Statement(commit);
            alone.Connection = connection;
            return await PostgresTurn.RunAsync(alone, commit);
        }

        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using var statement = PostgresTurn.Statement(commit);
        statement.Connection = connection;
        statement.Transaction = transaction;
        var result = await PostgresTurn.RunAsync(statement, commit);
        if (result.Status != CommitStatus.Committed) return result;
        foreach (var effect in commit.Effects)
        {
            if (!await effect(connection, transaction, CancellationToken.None)) return new(CommitStatus.Refused);
        }

        await transaction.CommitAsync(CancellationToken.None);
        return result;
    }

    public override async Task<StoredConversation?> LoadAsync(string id, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var batch = new NpgsqlBatch(connection);
        // Both in one implicit transaction. A turn that slips in between only adds a message to the second answer; the
        // compare-and-set then finds the version changed.
        batch.BatchCommands.Add(new(
            "SELECT n, version, seq, owner_id, owner_name, building, channel, user_id, state, wake_at, push_seq FROM conversations WHERE id = $1")
        { Parameters = { new() { Value = id } } });
        batch.BatchCommands.Add(new(
            "SELECT client_key, answered_id FROM turns WHERE client_key IS NOT NULL AND conversation_n = (SELECT n FROM conversations WHERE id = $1)")
        { Parameters = { new() { Value = id } } });
        await using var row = await batch.ExecuteReaderAsync(cancellation);
        if (!await row.ReadAsync(cancellation)) return null;

        var answered = new Dictionary<string, string>();
        var found = new StoredConversation(
            row.GetInt64(0), id, row.GetInt64(1), row.GetInt64(2), Text(row, 3), Text(row, 4), Text(row, 5), row.GetString(6), row.GetString(7),
            row.GetFieldValue<byte[]>(8), row.IsDBNull(9) ? null : row.GetFieldValue<DateTimeOffset>(9), !row.IsDBNull(10), answered);
        await row.NextResultAsync(cancellation);
        while (await row.ReadAsync(cancellation)) answered[row.GetString(0)] = row.GetString(1);
        return found;
    }

    public override async Task<IReadOnlyList<StoredTurn>> TurnsAsync(long n, long afterSeq, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            "SELECT first_seq, count, body FROM turns WHERE conversation_n = $1 AND first_seq > $2 AND first_seq + count > $3 ORDER BY first_seq");
        command.Parameters.Add(new() { Value = n });
        command.Parameters.Add(new() { Value = afterSeq - TurnLimits.ActivitiesPerTurn });
        command.Parameters.Add(new() { Value = afterSeq + 1 });
        await using var row = await command.ExecuteReaderAsync(cancellation);
        var turns = new List<StoredTurn>();
        while (await row.ReadAsync(cancellation)) turns.Add(new(row.GetInt64(0), row.GetInt32(1), row.GetFieldValue<byte[]>(2)));
        return turns;
    }

    public override async Task<IReadOnlyList<string>> DueAsync(DateTimeOffset now, int most, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("SELECT id FROM conversations WHERE wake_at <= $1 ORDER BY wake_at LIMIT $2");
        command.Parameters.Add(new() { Value = now.ToUniversalTime() });
        command.Parameters.Add(new() { Value = most });
        await using var row = await command.ExecuteReaderAsync(cancellation);
        var due = new List<string>();
        while (await row.ReadAsync(cancellation)) due.Add(row.GetString(0));
        return due;
    }

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
