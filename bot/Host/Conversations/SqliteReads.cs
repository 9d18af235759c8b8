using Microsoft.Data.Sqlite;

namespace IntakeBot.Host.Conversations;

internal static class SqliteReads
{
    public static StoredConversation? Load(SqliteConnection connection, string id)
    {
        // One snapshot: version, state and the messages taken in belong together.
        using var transaction = connection.BeginTransaction(deferred: true);
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText =
            "SELECT n, version, seq, owner_id, owner_name, building, channel, user_id, state, wake_at, push_seq FROM conversations WHERE id = $id";
        command.Parameters.AddWithValue("$id", id);
        using var row = command.ExecuteReader();
        if (!row.Read()) return null;

        var n = row.GetInt64(0);
        return new(
            n, id, row.GetInt64(1), row.GetInt64(2), Text(row, 3), Text(row, 4), Text(row, 5), row.GetString(6), row.GetString(7),
            row.GetFieldValue<byte[]>(8), row.IsDBNull(9) ? null : new DateTimeOffset(row.GetInt64(9), TimeSpan.Zero), !row.IsDBNull(10), Answered(connection, transaction, n));
    }

    public static List<StoredTurn> Turns(SqliteConnection connection, long n, long afterSeq)
    {
        using var command = connection.CreateCommand();
        // A turn begins at or before the watermark and may reach beyond it.
        command.CommandText =
            "SELECT first_seq, count, body FROM turns WHERE conversation_n = $n AND first_seq > $from AND first_seq + count > $after + 1 ORDER BY first_seq";
        command.Parameters.AddWithValue("$n", n);
        command.Parameters.AddWithValue("$from", afterSeq - TurnLimits.ActivitiesPerTurn);
        command.Parameters.AddWithValue("$after", afterSeq);
        using var row = command.ExecuteReader();
        var turns = new List<StoredTurn>();
        while (row.Read()) turns.Add(new(row.GetInt64(0), row.GetInt32(1), row.GetFieldValue<byte[]>(2)));
        return turns;
    }

    public static List<string> Due(SqliteConnection connection, DateTimeOffset now, int most)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT id FROM conversations WHERE wake_at <= $now ORDER BY wake_at LIMIT $most";
        command.Parameters.AddWithValue("$now", now.UtcTicks);
        command.Parameters.AddWithValue("$most", most);
        using var row = command.ExecuteReader();
        var due = new List<string>();
        while (row.Read()) due.Add(row.GetString(0));
        return due;
    }

    private static Dictionary<string, string> Answered(SqliteConnection connection, SqliteTransaction transaction, long n)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "SELECT client_key, answered_id FROM turns WHERE conversation_n = $n AND client_key IS NOT NULL";
        command.Parameters.AddWithValue("$n", n);
        using var row = command.ExecuteReader();
        var answered = new Dictionary<string, string>();
        while (row.Read()) answered[row.GetString(0)] = row.GetString(1);
        return answered;
    }

    private static string? Text(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
