using Npgsql;
using NpgsqlTypes;

namespace IntakeBot.Host.Conversations;

/// <summary>One turn as one statement: the conversation is changed by compare-and-set, and what follows takes its row from there.</summary>
internal static class PostgresTurn
{
    private const string Begin =
        """
        c AS (INSERT INTO conversations (id, version, seq, owner_id, owner_name, building, channel, user_id, opened_at, updated_at, state, wake_at, push_seq, push_at)
          VALUES ($1, 1, $2, $3, $4, $11, $12, $13, $5, $5, $6, $16, CASE WHEN $17 THEN $2 WHEN NOT $17 THEN 0 END, CASE WHEN NOT $17 THEN $5 END)
          ON CONFLICT DO NOTHING RETURNING n, push_seq),
        d AS (INSERT INTO devices (hash, conversation_id, updated_at) SELECT $14, $1, $5 FROM c WHERE $14 IS NOT NULL
          ON CONFLICT (hash, conversation_id) DO UPDATE SET updated_at = excluded.updated_at)
        """;

    private const string Advance =
        """
        c AS (UPDATE conversations SET version = version + 1, seq = $2, owner_id = $3, owner_name = $4, updated_at = $5, state = $6, wake_at = $16,
          waiting_since = CASE WHEN $18 THEN COALESCE(waiting_since, $5) WHEN $18 IS NULL THEN waiting_since END
          WHERE id = $1 AND version = $11 RETURNING n, push_seq)
        """;

    // What the pump did meanwhile is not in the version: where it stands is read from the row itself.
    private const string AdvancePush =
        """
        c AS (UPDATE conversations SET version = version + 1, seq = $2, owner_id = $3, owner_name = $4, updated_at = $5, state = $6, wake_at = $16,
          waiting_since = CASE WHEN $18 THEN COALESCE(waiting_since, $5) WHEN $18 IS NULL THEN waiting_since END,
          building = COALESCE($12, building),
          push_seq = CASE WHEN $17 AND push_seq >= seq THEN $2 ELSE push_seq END,
          push_at = CASE WHEN $17 AND push_seq >= seq THEN push_at ELSE COALESCE(push_at, $5) END
          WHERE id = $1 AND version = $11 RETURNING n, push_seq)
        """;

    private const string Turn =
        """
        t AS (INSERT INTO turns (conversation_n, first_seq, count, at, client_key, answered_id, body)
          SELECT n, $7, $8, $5, $9, $10, $15 FROM c WHERE $8 > 0)
        """;

    private const string Outbox =
        """
        o AS (INSERT INTO outbox (petition_id, state, attempts, created_at, next_at, traceparent, body)
          SELECT $19, 0, 0, $5, $20, $21, $22 FROM c RETURNING id)
        """;

    private static readonly Dictionary<(string Conversation, bool Sends), string> s_statements = new(
        from conversation in (string[])[Begin, Advance, AdvancePush]
        from sends in (bool[])[false, true]
        select KeyValuePair.Create((conversation, sends), sends
            ? $"WITH {conversation}, {Turn}, {Outbox} SELECT c.n, o.id, c.push_seq FROM c, o"
            : $"WITH {conversation}, {Turn} SELECT n, 0::bigint, push_seq FROM c"));

    public static NpgsqlCommand Statement(TurnCommit turn)
    {
        var command = new NpgsqlCommand(s_statements[(turn.Begins is not null ? Begin : turn.Carried is null ? Advance : AdvancePush, turn.Outbox is not null)]);
        void Add(object? value, NpgsqlDbType type) => command.Parameters.Add(new() { Value = value ?? DBNull.Value, NpgsqlDbType = type });

        Add(turn.ConversationId, NpgsqlDbType.Text);
        Add(turn.LastSeq, NpgsqlDbType.Bigint);
        Add(turn.OwnerId, NpgsqlDbType.Text);
        Add(turn.OwnerName, NpgsqlDbType.Text);
        Add(turn.At.ToUniversalTime(), NpgsqlDbType.TimestampTz);
        Add(turn.State, NpgsqlDbType.Bytea);
        Add(turn.FirstSeq, NpgsqlDbType.Bigint);
        Add(turn.Count, NpgsqlDbType.Integer);
        Add(turn.ClientKey, NpgsqlDbType.Text);
        Add(turn.AnsweredId, NpgsqlDbType.Text);
        if (turn.Begins is { } beginning) Add(beginning.Building, NpgsqlDbType.Text);
        else Add(turn.ExpectedVersion, NpgsqlDbType.Bigint);
        // Unused numbers are given all the same: the statements share their numbering.
        Add(turn.Begins is null ? turn.Building : turn.Begins.Channel, NpgsqlDbType.Text);
        Add(turn.Begins?.UserId, NpgsqlDbType.Text);
        Add(turn.Begins?.DeviceHash, NpgsqlDbType.Text);
        Add(turn.Body, NpgsqlDbType.Bytea);
        Add(turn.WakeAt?.ToUniversalTime(), NpgsqlDbType.TimestampTz);
        Add(turn.Carried, NpgsqlDbType.Boolean);
        Add(turn.Waits, NpgsqlDbType.Boolean);
        if (turn.Outbox is not { } outbox) return command;
        Add(outbox.PetitionId, NpgsqlDbType.Uuid);
        Add(outbox.Lease.ToUniversalTime(), NpgsqlDbType.TimestampTz);
        Add(outbox.Traceparent, NpgsqlDbType.Text);
        Add(outbox.Body, NpgsqlDbType.Bytea);
        return command;
    }

    public static async Task<CommitResult> RunAsync(NpgsqlCommand command, TurnCommit turn)
    {
        await using var row = await command.ExecuteReaderAsync(CancellationToken.None);
        return await row.ReadAsync() ? new(CommitStatus.Committed, row.GetInt64(0), row.GetInt64(1), !row.IsDBNull(2) && row.GetInt64(2) >= turn.LastSeq)
            : new(CommitStatus.Conflict);
    }
}
