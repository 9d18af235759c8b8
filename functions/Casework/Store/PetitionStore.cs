using System.Data.Common;
using System.Text.Json;
using IntakeBot.Casework.Petitions;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Casework.Store;

/// <summary>Writes and reads whole petitions. The writing side is plain SQL: it is part of a turn's one commit.</summary>
public static class PetitionStore
{
    private const string InsertSql = """
        INSERT INTO petitions (id, receipt, conversation_id, submitted_at, leaf, urgency, building, body, contact_mark)
        VALUES (@id, @receipt, @conversation_id, @submitted_at, @leaf, @urgency, @building, @body, @contact_mark)
        """;

    /// <summary>
    /// The command that stores a petition, for the caller's transaction; the same statement text every time, so that it
    /// can be prepared. Check the petition with <see cref="PetitionSchema"/> first.
    /// </summary>
    public static DbCommand Insert(DbConnection connection, DbTransaction? transaction, Petition petition, IPersonalDataProtector protector)
    {
        var command = Sql.Command(connection, transaction, InsertSql);
        Sql.Add(command, "id", petition.Id);
        Sql.Add(command, "receipt", petition.Receipt);
        Sql.Add(command, "conversation_id", petition.Conversation.Id);
        Sql.Add(command, "submitted_at", petition.SubmittedAt);
        Sql.Add(command, "leaf", petition.Category.Leaf);
        Sql.Add(command, "urgency", petition.Urgency.Level);
        Sql.Add(command, "building", petition.Where.Building);
        Sql.Add(command, "body", protector.Protect(PetitionJson.Write(petition)));
        Sql.Add(command, "contact_mark", ContactMark.Of(petition, protector));
        return command;
    }

    /// <summary>
    /// The whole petition with everything added since; null when its row is missing or can no longer be read, which a desk
    /// shows as such.
    /// </summary>
    public static async Task<Petition?> FindAsync(CaseworkDb db, Guid petitionId, IPersonalDataProtector protector, CancellationToken cancellation)
    {
        var body = await db.Petitions.Where(p => p.Id == petitionId).Select(p => p.Body).SingleOrDefaultAsync(cancellation).ConfigureAwait(false);
        if (body is null || protector.Unprotect(body) is not { } json) return null;
        var added = await db.Supplements.Where(s => s.PetitionId == petitionId).OrderBy(s => s.Id).Select(s => s.Body)
            .ToListAsync(cancellation).ConfigureAwait(false);
        var petition = PetitionJson.Read(json);
        var supplements = added.Select(protector.Unprotect).OfType<string>()
            .Select(s => JsonSerializer.Deserialize(s, PetitionJson.Supplement)!).ToList();
        return supplements.Count == 0 ? petition : petition with { Supplements = [.. petition.Supplements ?? [], .. supplements] };
    }
}
