using IntakeBot.Casework.Store;
using IntakeBot.Host.Conversations;
using IntakeBot.Host.Security;
using IntakeBot.Host.Store;
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
            await using var command = Sql.Command(
                connection, transaction,
                """
                INSERT INTO channel_addresses (conversation_id, address, updated_at, attempts) VALUES (@conversation, @address, @at, 0)
                ON CONFLICT (conversation_id) DO UPDATE SET address = excluded.address, updated_at = excluded.updated_at
                """);
            Sql.Add(command, "conversation", conversationId);
            Sql.Add(command, "address", closed);
            Sql.Add(command, "at", at);
            await command.ExecuteNonQueryAsync(cancellation);
            return true;
        };
    }
}
