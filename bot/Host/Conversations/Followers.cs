using IntakeBot.Casework.Store;
using IntakeBot.Host.Store;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Host.Conversations;

/// <summary>Which conversations hear how a petition goes besides the one it came from.</summary>
internal sealed class Followers(HostDbFactory databases)
{
    private const int AtOnce = 500;

    /// <summary>Those of some petitions that anybody follows.</summary>
    public async Task<IReadOnlySet<Guid>> AmongAsync(IReadOnlyCollection<Guid> petitions, CancellationToken cancellation)
    {
        var followed = new HashSet<Guid>();
        if (petitions.Count == 0) return followed;
        await using var db = databases.CreateDbContext();
        foreach (var some in petitions.Distinct().Chunk(AtOnce))
            followed.UnionWith(await db.Followers.Where(f => some.Contains(f.PetitionId)).Select(f => f.PetitionId).ToListAsync(cancellation));
        return followed;
    }

    /// <summary>The conversations that followed it already at a moment.</summary>
    public async Task<IReadOnlyList<string>> OfAsync(Guid petitionId, DateTimeOffset at, CancellationToken cancellation)
    {
        await using var db = databases.CreateDbContext();
        return await db.Followers.Where(f => f.PetitionId == petitionId && f.CreatedAt <= at).Select(f => f.ConversationId).ToListAsync(cancellation);
    }

    /// <summary>In the turn's transaction: hears no more of it, unless a case of its own is merged into it still.</summary>
    public static CommitEffect Remove(Guid petitionId, string conversationId) => async (connection, transaction, cancellation) =>
    {
        await using var command = Sql.Command(connection, transaction, """
            DELETE FROM followers WHERE petition_id = @petition AND conversation_id = @conversation
            AND NOT EXISTS (SELECT 1 FROM cases WHERE cases.conversation_id = @conversation AND cases.merged_into = @petition)
            """);
        Sql.Add(command, "petition", petitionId);
        Sql.Add(command, "conversation", conversationId);
        await command.ExecuteNonQueryAsync(cancellation);
        return true;
    };

    /// <summary>In the turn's transaction; twice is once.</summary>
    public static CommitEffect Add(Guid petitionId, string conversationId, DateTimeOffset at) => async (connection, transaction, cancellation) =>
    {
        await using var command = Sql.Command(
            connection, transaction, "INSERT INTO followers (petition_id, conversation_id, created_at) VALUES (@petition, @conversation, @at) ON CONFLICT DO NOTHING");
        Sql.Add(command, "petition", petitionId);
        Sql.Add(command, "conversation", conversationId);
        Sql.Add(command, "at", at);
        await command.ExecuteNonQueryAsync(cancellation);
        return true;
    };
}
