using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace IntakeBot.Load.Queue;

/// <summary>Writes many rows of one entity at once, in the form its model gives them: COPY on PostgreSQL, one prepared statement in one transaction on SQLite.</summary>
internal static class BulkInsert
{
    public static async Task WriteAsync<T>(DbContext db, IReadOnlyCollection<T> rows) where T : class
    {
        if (rows.Count == 0) return;
        var entity = db.Model.FindEntityType(typeof(T))!;
        var table = StoreObjectIdentifier.Table(entity.GetTableName()!);
        // A number the database gives is left to it, unless the row has one.
        var columns = entity.GetProperties()
            .Where(p => p.ValueGenerated != ValueGenerated.OnAdd || p.GetDefaultValue() is not null || rows.All(row => p.GetGetter().GetClrValue(row) is not (0L or 0)))
            .Select(p => new Column(p.GetColumnName(table)!, p)).ToList();
        await db.Database.OpenConnectionAsync();
        if (db.Database.GetDbConnection() is NpgsqlConnection postgres) await CopyAsync(postgres, table.Name, columns, rows);
        else await InsertAsync((SqliteConnection)db.Database.GetDbConnection(), table.Name, columns, rows);
    }

    private static async Task CopyAsync<T>(NpgsqlConnection connection, string table, List<Column> columns, IEnumerable<T> rows) where T : class
    {
        await using var copy = await connection.BeginBinaryImportAsync($"COPY {table} ({string.Join(", ", columns.Select(c => c.Name))}) FROM STDIN (FORMAT BINARY)");
        foreach (var row in rows)
        {
            await copy.StartRowAsync();
            foreach (var column in columns)
            {
                if (column.Value(row) is { } value) await copy.WriteAsync(value, column.StoreType);
                else await copy.WriteNullAsync();
            }
        }
        await copy.CompleteAsync();
    }

    private static async Task InsertAsync<T>(SqliteConnection connection, string table, List<Column> columns, IEnumerable<T> rows) where T : class
    {
        await using var transaction = (SqliteTransaction)await connection.BeginTransactionAsync();
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
#pragma warning disable CA2100 // names of the model; values travel as parameters
        command.CommandText = $"INSERT INTO {table} ({string.Join(", ", columns.Select(c => c.Name))}) VALUES ({string.Join(", ", columns.Select(c => "@" + c.Name))})";
#pragma warning restore CA2100
        List<DbParameter> parameters = [.. columns.Select(c => command.Parameters.Add(new SqliteParameter { ParameterName = "@" + c.Name }))];
        foreach (var row in rows)
        {
            for (var i = 0; i < columns.Count; i++) parameters[i].Value = columns[i].Value(row) ?? DBNull.Value;
            await command.ExecuteNonQueryAsync();
        }
        await transaction.CommitAsync();
    }

    private sealed class Column(string name, IProperty property)
    {
        private readonly RelationalTypeMapping _mapping = property.GetRelationalTypeMapping();

        public string Name => name;
        public string StoreType => _mapping.StoreTypeNameBase;

        public object? Value(object row) =>
            property.GetGetter().GetClrValue(row) is not { } value ? null : _mapping.Converter is { } converter ? converter.ConvertToProvider(value) : value;
    }
}
