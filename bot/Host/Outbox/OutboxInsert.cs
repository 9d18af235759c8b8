using System.Data.Common;
using IntakeBot.Host.Conversations;
using Microsoft.Data.Sqlite;

namespace IntakeBot.Host.Outbox;

/// <summary>Puts a petition into the outbox within a transaction, once: the way beside the one row that a turn's own statement carries.</summary>
internal static class OutboxInsert
{
    public static async Task RunAsync(DbConnection connection, DbTransaction transaction, NewOutboxRow row, DateTimeOffset at, CancellationToken cancellation)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText =
            """
            INSERT INTO outbox (petition_id, state, attempts, created_at, next_at, traceparent, body)
            VALUES (@petition, 0, 0, @at, @next, @trace, @body) ON CONFLICT (petition_id) DO NOTHING
            """;
        object Time(DateTimeOffset time) => connection is SqliteConnection ? time.UtcTicks : time.ToUniversalTime();
        void Add(string name, object? value)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = value ?? DBNull.Value;
            command.Parameters.Add(parameter);
        }

        Add("petition", row.PetitionId);
        Add("at", Time(at));
        Add("next", Time(row.Lease));
        Add("trace", row.Traceparent);
        Add("body", row.Body);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
