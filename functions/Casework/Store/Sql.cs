using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace IntakeBot.Casework.Store;

/// <summary>Plain statements with values in the form the tables have on each database.</summary>
internal static class Sql
{
    /// <param name="sql">A constant.</param>
    public static DbCommand Command(DbConnection connection, DbTransaction? transaction, string sql)
    {
        var command = connection.CreateCommand();
        command.Transaction = transaction;
#pragma warning disable CA2100 // callers pass constants; values travel as parameters
        command.CommandText = sql;
#pragma warning restore CA2100
        return command;
    }

    public static DateTimeOffset Time(DbDataReader row, int column) =>
        row is SqliteDataReader ? new(row.GetInt64(column), TimeSpan.Zero) : row.GetFieldValue<DateTimeOffset>(column);

    public static void Add(DbCommand command, string name, object? value)
    {
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
