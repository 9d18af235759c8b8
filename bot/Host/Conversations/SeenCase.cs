using IntakeBot.Casework.Cases;
using IntakeBot.Casework.Store;
using Npgsql;

namespace IntakeBot.Host.Conversations;

/// <summary>Whether a case is still the one that an action rests upon.</summary>
internal static class SeenCase
{
    /// <summary>Asked within the transaction that changes the case; from then on nobody else changes it before the commit.</summary>
    public static async Task<bool> IsStillAsync(OpenTransaction open, Guid caseId, long version, CancellationToken cancellation)
    {
        await using var ask = Sql.Command(open.Connection, open.Transaction, open.Connection is NpgsqlConnection ? "SELECT version FROM cases WHERE id = @id FOR UPDATE" : "SELECT version FROM cases WHERE id = @id");
        Sql.Add(ask, "id", caseId);
        return await ask.ExecuteScalarAsync(cancellation) is { } found && Convert.ToInt64(found, System.Globalization.CultureInfo.InvariantCulture) == version;
    }
}
