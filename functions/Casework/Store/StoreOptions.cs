using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;

namespace IntakeBot.Casework.Store;

public enum StoreProvider { Sqlite, Postgres }

/// <summary>Where the data lives: <c>Store:Provider</c> (sqlite, postgres) and <c>Store:ConnectionString</c>.</summary>
public sealed record StoreOptions(StoreProvider Provider, string ConnectionString)
{
    /// <summary>
    /// Without a connection string SQLite keeps <c>intake.db</c> in <c>Data:Directory</c>, which defaults to <c>data</c> in
    /// the content root; the directory is made.
    /// </summary>
    /// <exception cref="InvalidOperationException">The provider is unknown, or PostgreSQL has no connection string.</exception>
    public static StoreOptions From(IConfiguration configuration)
    {
        var provider = configuration["Store:Provider"]?.ToLowerInvariant() switch
        {
            null or "" or "sqlite" => StoreProvider.Sqlite,
            "postgres" or "postgresql" => StoreProvider.Postgres,
            var other => throw new InvalidOperationException($"Store:Provider is \"{other}\"; it must be sqlite or postgres"),
        };
        var given = configuration["Store:ConnectionString"];
        if (!string.IsNullOrWhiteSpace(given)) return new StoreOptions(provider, given);
        if (provider == StoreProvider.Postgres)
            throw new InvalidOperationException("Store:Provider postgres needs Store:ConnectionString");

        var directory = Directory.CreateDirectory(DataDirectory(configuration)).FullName;
        return new StoreOptions(provider, new SqliteConnectionStringBuilder { DataSource = Path.Combine(directory, "intake.db") }.ToString());
    }

    /// <summary>Absolute path of <c>Data:Directory</c>; relative values count from the content root.</summary>
    public static string DataDirectory(IConfiguration configuration)
    {
        var given = configuration["Data:Directory"];
        var root = configuration["contentRoot"] ?? Directory.GetCurrentDirectory();
        return Path.GetFullPath(string.IsNullOrWhiteSpace(given) ? "data" : given, Path.GetFullPath(root));
    }
}
