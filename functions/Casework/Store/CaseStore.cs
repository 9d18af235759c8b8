using System.Data.Common;
using IntakeBot.Casework.Cases;

namespace IntakeBot.Casework.Store;

/// <summary>
/// Writes new cases in plain SQL: one comes with every petition, and a context's change tracking would cost several times
/// the insert. Everything later in a case's life goes through the context.
/// </summary>
internal static class CaseStore
{
    private static readonly (string Column, Func<CaseRow, object?> Value)[] Columns =
    [
        ("id", c => c.Id), ("petition_id", c => c.PetitionId), ("conversation_id", c => c.ConversationId), ("receipt", c => c.Receipt),
        ("state", c => c.State.Code()), ("station_id", c => c.StationId), ("level", c => c.Level.Code()), ("reason", c => c.Reason),
        ("distance_m", c => c.DistanceM), ("place_known", c => c.PlaceKnown), ("urgency", c => c.Urgency), ("leaf", c => c.Leaf), ("kind", c => c.Kind),
        ("building", c => c.Building), ("community", c => c.Community), ("address", c => c.Address), ("latitude", c => c.Latitude),
        ("longitude", c => c.Longitude), ("excluded_stations", c => c.ExcludedStations), ("submitted_at", c => c.SubmittedAt),
        ("routed_at", c => c.RoutedAt), ("due_at", c => c.DueAt), ("traceparent", c => c.Traceparent), ("updated_at", c => c.UpdatedAt), ("version", c => c.Version),
    ];

    private static readonly string CaseSql =
        $"INSERT INTO cases ({string.Join(", ", Columns.Select(c => c.Column))}) VALUES ({string.Join(", ", Columns.Select(c => "@" + c.Column))}) ON CONFLICT DO NOTHING";

    private const string EventSql = """
        INSERT INTO case_events (case_id, at, actor, kind, from_state, to_state, reason, origin)
        VALUES (@case_id, @at, @actor, @kind, @from_state, @to_state, @reason, @origin)
        """;

    /// <summary>Adds the case with its first timeline entries; false when it is there already.</summary>
    /// <exception cref="InvalidOperationException">Another case has the same receipt.</exception>
    public static async Task<bool> AddAsync(DbConnection connection, DbTransaction transaction, CaseRow row, IEnumerable<CaseEventRow> events, CancellationToken cancellation)
    {
        var insert = Sql.Command(connection, transaction, CaseSql);
        await using (insert.ConfigureAwait(false))
        {
            foreach (var (column, value) in Columns) Sql.Add(insert, column, value(row));
            if (await insert.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false) == 0)
            {
                if (await IsThereAsync(connection, transaction, row.Id, cancellation).ConfigureAwait(false)) return false;
                throw new InvalidOperationException($"case {row.Id} bears the receipt of another one");
            }
        }
        foreach (var entry in events)
        {
            var append = Event(connection, transaction, entry);
            await using (append.ConfigureAwait(false)) await append.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
        }
        return true;
    }

    private static async Task<bool> IsThereAsync(DbConnection connection, DbTransaction transaction, Guid id, CancellationToken cancellation)
    {
        var ask = Sql.Command(connection, transaction, "SELECT 1 FROM cases WHERE id = @id");
        await using (ask.ConfigureAwait(false))
        {
            Sql.Add(ask, "id", id);
            return await ask.ExecuteScalarAsync(cancellation).ConfigureAwait(false) is not null;
        }
    }

    private static DbCommand Event(DbConnection connection, DbTransaction transaction, CaseEventRow entry)
    {
        var command = Sql.Command(connection, transaction, EventSql);
        Sql.Add(command, "case_id", entry.CaseId);
        Sql.Add(command, "at", entry.At);
        Sql.Add(command, "actor", entry.Actor);
        Sql.Add(command, "kind", entry.Kind);
        Sql.Add(command, "from_state", entry.FromState?.Code());
        Sql.Add(command, "to_state", entry.ToState.Code());
        Sql.Add(command, "reason", entry.Reason);
        Sql.Add(command, "origin", entry.Origin);
        return command;
    }
}
