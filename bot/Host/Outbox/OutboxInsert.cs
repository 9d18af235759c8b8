using System.Data.Common;
using IntakeBot.Casework.Store;
using IntakeBot.Host.Conversations;

namespace IntakeBot.Host.Outbox;

/// <summary>Puts a petition into the outbox within a transaction, once: the way beside the one row that a turn's own statement carries.</summary>
internal static class OutboxInsert
{
    public static async Task RunAsync(DbConnection connection, DbTransaction transaction, NewOutboxRow row, DateTimeOffset at, CancellationToken cancellation)
    {
        await using var command = Sql.Command(
            connection, transaction,
            """
            INSERT INTO outbox (petition_id, state, attempts, created_at, next_at, traceparent, body)
            VALUES (@petition, 0, 0, @at, @next, @trace, @body) ON CONFLICT (petition_id) DO NOTHING
            """);
        Sql.Add(command, "petition", row.PetitionId);
        Sql.Add(command, "at", at);
        Sql.Add(command, "next", row.Lease);
        Sql.Add(command, "trace", row.Traceparent);
        Sql.Add(command, "body", row.Body);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
