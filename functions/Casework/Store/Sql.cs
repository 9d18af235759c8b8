using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace IntakeBot.Casework.Store;

/// <summary>Plain statements with values in the form the tables have on each database.</summary>
public static class Sql
{
    /// <param name="sql">A constant.</param>
    public static DbCommand Command(DbConnection connection, DbTransaction? transaction, string sql)
    {
        ArgumentNullException.ThrowIfNull(connection);
        var command = connection.CreateCommand();
        command.Transaction = transaction;
#pragma warning disable CA2100 // callers pass constants; values travel as parameters
        command.CommandText = sql;
#pragma warning restore CA2100
        return command;
    }

    /// <summary>Reads a time as <see cref="Add"/> writes it.</summary>
    public static DateTimeOffset Time(DbDataReader row, int column) =>
        row is null ? throw new ArgumentNullException(nameof(row)) : row is SqliteDataReader ? new(row.GetInt64(column), TimeSpan.Zero) : row.GetFieldValue<DateTimeOffset>(column);

    /// <param name="value">Times in any offset; null for none.</param>
    public static void Add(DbCommand command, string name, object? value)
    {
        ArgumentNullException.ThrowIfNull(command);
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = value switch
        {
            null => DBNull.Value,
            DateTimeOffset time => command is SqliteCommand ? time.UtcTicks : time.ToUniversalTime(),
            _ => value,
        };
        command.Parameters.Add(parameter);
    }
}
