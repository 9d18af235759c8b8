using System.Data.Common;
using IntakeBot.Host.Conversations;
using IntakeBot.Host.Security;
using IntakeBot.Host.Store;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Host.Channels;

/// <summary>How residents of push channels are reached again. Sealed: an address names a person.</summary>
internal sealed class ChannelAddresses(HostDbFactory databases, Seal seal)
{
    /// <summary>null: none is known, or the key that sealed it is gone.</summary>
    public async Task<byte[]?> FindAsync(string conversationId, CancellationToken cancellation)
    {
        await using var db = databases.CreateDbContext();
        return await db.ChannelAddresses.AsNoTracking().SingleOrDefaultAsync(a => a.ConversationId == conversationId, cancellation) is { } row ? seal.Open(row.Address) : null;
    }

    /// <summary>In the turn's transaction; the last one counts.</summary>
    public CommitEffect Keep(string conversationId, byte[] address, DateTimeOffset at)
    {
        var closed = seal.Close(address);
        return async (connection, transaction, cancellation) =>
        {
            await using var command = connection.CreateCommand();
            command.Transaction = transaction;
            command.CommandText =
                """
                INSERT INTO channel_addresses (conversation_id, address, updated_at, attempts) VALUES (@conversation, @address, @at, 0)
                ON CONFLICT (conversation_id) DO UPDATE SET address = excluded.address, updated_at = excluded.updated_at
                """;
            Bind(command, "conversation", conversationId);
            Bind(command, "address", closed);
            Bind(command, "at", connection is SqliteConnection ? at.UtcTicks : at.ToUniversalTime());
            await command.ExecuteNonQueryAsync(cancellation);
            return true;
        };
    }

    private static void Bind(DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = value;
        command.Parameters.Add(parameter);
    }
}
