using Microsoft.Data.Sqlite;

namespace IntakeBot.Host.Conversations;

/// <summary>The prepared statements of a turn on the one writing connection.</summary>
internal sealed class SqliteTurnWriter : IDisposable
{
    private readonly SqliteCommand _begin;
    private readonly SqliteCommand _advance;
    private readonly SqliteCommand _advancePush;
    private readonly SqliteCommand _wake;
    private readonly SqliteCommand _turn;
    private readonly SqliteCommand _outbox;
    private readonly SqliteCommand _device;

    public SqliteTurnWriter(SqliteConnection connection)
    {
        Connection = connection;
        _begin = Prepare(
            """
            INSERT INTO conversations (id, version, seq, owner_id, owner_name, building, channel, user_id, opened_at, updated_at, state, push_seq, push_at)
            VALUES ($id, 1, $seq, $owner, $owner_name, $building, $channel, $user, $at, $at, $state, $push_seq, $push_at) ON CONFLICT DO NOTHING RETURNING n
            """, "$id", "$seq", "$owner", "$owner_name", "$building", "$channel", "$user", "$at", "$state", "$push_seq", "$push_at");
        _advance = Prepare(
            """
            UPDATE conversations SET version = version + 1, seq = $seq, owner_id = $owner, owner_name = $owner_name, updated_at = $at, state = $state,
              waiting_since = CASE $waits WHEN 1 THEN COALESCE(waiting_since, $at) WHEN 0 THEN NULL ELSE waiting_since END
            WHERE n = $n AND version = $version
            """, "$n", "$version", "$seq", "$owner", "$owner_name", "$at", "$state", "$waits");
        // What the pump did meanwhile is not in the version: where it stands is read from the row itself.
        _advancePush = Prepare(
            """
            UPDATE conversations SET version = version + 1, seq = $seq, owner_id = $owner, owner_name = $owner_name, updated_at = $at, state = $state,
              waiting_since = CASE $waits WHEN 1 THEN COALESCE(waiting_since, $at) WHEN 0 THEN NULL ELSE waiting_since END,
              building = COALESCE($building, building),
              push_seq = CASE WHEN $carried AND push_seq >= seq THEN $seq ELSE push_seq END,
              push_at = CASE WHEN $carried AND push_seq >= seq THEN push_at ELSE COALESCE(push_at, $at) END
            WHERE n = $n AND version = $version RETURNING push_seq
            """, "$n", "$version", "$seq", "$owner", "$owner_name", "$at", "$state", "$waits", "$building", "$carried");
        // Apart, so that a turn which leaves it as it is does not touch its index.
        _wake = Prepare("UPDATE conversations SET wake_at = $wake WHERE n = $n", "$n", "$wake");
        _turn = Prepare(
            """
            INSERT INTO turns (conversation_n, first_seq, count, at, client_key, answered_id, body)
            VALUES ($n, $first, $count, $at, $key, $answered, $body)
            """, "$n", "$first", "$count", "$at", "$key", "$answered", "$body");
        _outbox = Prepare(
            """
            INSERT INTO outbox (petition_id, state, attempts, created_at, next_at, traceparent, body)
            VALUES ($petition, 0, 0, $at, $next, $trace, $body) RETURNING id
            """, "$petition", "$at", "$next", "$trace", "$body");
        _device = Prepare(
            """
            INSERT INTO devices (hash, conversation_id, updated_at) VALUES ($hash, $id, $at)
            ON CONFLICT (hash, conversation_id) DO UPDATE SET updated_at = excluded.updated_at
            """, "$hash", "$id", "$at");
    }

    public SqliteConnection Connection { get; }

    public async Task<CommitResult> WriteAsync(TurnCommit turn, SqliteTransaction transaction)
    {
        foreach (var command in (ReadOnlySpan<SqliteCommand>)[_begin, _advance, _advancePush, _wake, _turn, _outbox, _device]) command.Transaction = transaction;
        if (turn.Effects.Count == 0) return Write(turn);

        Execute("SAVEPOINT turn", transaction);
        var result = Write(turn);
        foreach (var effect in turn.Effects)
        {
            if (result.Status != CommitStatus.Committed) break;
            if (!await effect(Connection, transaction, CancellationToken.None)) result = new(CommitStatus.Refused);
        }

        if (result.Status != CommitStatus.Committed) Execute("ROLLBACK TO turn", transaction);
        Execute("RELEASE turn", transaction);
        return result;
    }

    /// <summary>The statements; the connection is its owner's.</summary>
    public void Dispose()
    {
        foreach (var command in (ReadOnlySpan<SqliteCommand>)[_begin, _advance, _advancePush, _wake, _turn, _outbox, _device]) command.Dispose();
    }

    private CommitResult Write(TurnCommit turn)
    {
        var carried = turn.Carried == true;
        var n = turn.Begins is { } beginning ? Begin(turn, beginning) : turn.Carried is null ? Advance(turn) : AdvancePush(turn, ref carried);
        if (n == 0) return new(CommitStatus.Conflict);

        var at = turn.At.UtcTicks;
        if (turn.WakeChanged) Run(_wake, n, turn.WakeAt?.UtcTicks);
        if (turn.Count > 0) Run(_turn, n, turn.FirstSeq, turn.Count, at, turn.ClientKey, turn.AnsweredId, turn.Body);
        var outboxId = 0L;
        if (turn.Outbox is { } outbox)
        {
            Bind(_outbox, outbox.PetitionId, at, outbox.Lease.UtcTicks, outbox.Traceparent, outbox.Body);
            outboxId = (long)_outbox.ExecuteScalar()!;
        }

        return new(CommitStatus.Committed, n, outboxId, carried);
    }

    private long Begin(TurnCommit turn, Beginning beginning)
    {
        var at = turn.At.UtcTicks;
        Bind(_begin, turn.ConversationId, turn.LastSeq, turn.OwnerId, turn.OwnerName, beginning.Building, beginning.Channel, beginning.UserId, at, turn.State,
            turn.Carried is { } carried ? carried ? turn.LastSeq : 0L : null, turn.Carried is false ? at : null);
        if (_begin.ExecuteScalar() is not long n) return 0;
        if (beginning.DeviceHash is { } device) Run(_device, device, turn.ConversationId, at);
        return n;
    }

    private long Advance(TurnCommit turn) =>
        Run(_advance, turn.N, turn.ExpectedVersion, turn.LastSeq, turn.OwnerId, turn.OwnerName, turn.At.UtcTicks, turn.State, turn.Waits) == 1 ? turn.N : 0;

    private long AdvancePush(TurnCommit turn, ref bool carried)
    {
        Bind(_advancePush, turn.N, turn.ExpectedVersion, turn.LastSeq, turn.OwnerId, turn.OwnerName, turn.At.UtcTicks, turn.State, turn.Waits, turn.Building, carried);
        if (_advancePush.ExecuteScalar() is not long pushed) return 0;
        carried = pushed >= turn.LastSeq;
        return turn.N;
    }

    private SqliteCommand Prepare(string sql, params ReadOnlySpan<string> parameters)
    {
        var command = Connection.CreateCommand();
        command.CommandText = sql;
        foreach (var name in parameters) command.Parameters.Add(new SqliteParameter { ParameterName = name });
        return command;
    }

    private static int Run(SqliteCommand command, params ReadOnlySpan<object?> values)
    {
        Bind(command, values);
        return command.ExecuteNonQuery();
    }

    private static void Bind(SqliteCommand command, params ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++) command.Parameters[i].Value = values[i] ?? DBNull.Value;
    }

    private void Execute(string sql, SqliteTransaction transaction)
    {
        using var command = Connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
