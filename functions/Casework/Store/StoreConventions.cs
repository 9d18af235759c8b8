using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace IntakeBot.Casework.Store;

/// <summary>What every table of the product has in common, on both databases.</summary>
public static class StoreConventions
{
    /// <summary>Times are UTC: ticks (long) on SQLite, which cannot compare them otherwise; timestamptz on PostgreSQL.</summary>
    public static void Times(ModelConfigurationBuilder conventions, bool sqlite)
    {
        if (sqlite) conventions.Properties<DateTimeOffset>().HaveConversion<UtcTicks>();
        else conventions.Properties<DateTimeOffset>().HaveConversion<UtcTime>();
    }

    /// <summary>All table and column names snake_case, lower case. Call it last in OnModelCreating.</summary>
    public static void SnakeCase(ModelBuilder model)
    {
        foreach (var entity in model.Model.GetEntityTypes())
        {
            if (entity.GetTableName() is { } table) entity.SetTableName(Snake(table));
            foreach (var property in entity.GetProperties()) property.SetColumnName(Snake(property.GetColumnName()));
            foreach (var key in entity.GetKeys()) if (key.GetName() is { } name) key.SetName(Snake(name));
            foreach (var key in entity.GetForeignKeys()) if (key.GetConstraintName() is { } name) key.SetConstraintName(Snake(name));
            foreach (var index in entity.GetIndexes()) if (index.GetDatabaseName() is { } name) index.SetDatabaseName(Snake(name));
        }
    }

    public static string Snake(string name)
    {
        var snake = new StringBuilder(name.Length + 8);
        for (var i = 0; i < name.Length; i++)
        {
            var c = name[i];
            if (char.IsAsciiLetterUpper(c) && i > 0 && name[i - 1] != '_' && !char.IsAsciiLetterUpper(name[i - 1])) snake.Append('_');
            snake.Append(char.ToLowerInvariant(c));
        }
        return snake.ToString();
    }

    public sealed class UtcTicks() : ValueConverter<DateTimeOffset, long>(
        time => time.UtcTicks, ticks => new DateTimeOffset(ticks, TimeSpan.Zero));

    /// <summary>PostgreSQL keeps microseconds and refuses other offsets than zero.</summary>
    public sealed class UtcTime() : ValueConverter<DateTimeOffset, DateTimeOffset>(
        time => time.ToUniversalTime(), time => time);
}
