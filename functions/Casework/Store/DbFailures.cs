using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace IntakeBot.Casework.Store;

/// <summary>Tells failures of the two databases apart.</summary>
public static class DbFailures
{
    private const int SqliteBusy = 5, SqliteLocked = 6, SqliteConstraintPrimaryKey = 1555, SqliteConstraintUnique = 2067;

    /// <summary>A row with this key is there already.</summary>
    public static bool IsDuplicate(Exception failure) => Cause(failure) switch
    {
        SqliteException sqlite => sqlite.SqliteExtendedErrorCode is SqliteConstraintPrimaryKey or SqliteConstraintUnique,
        PostgresException postgres => postgres.SqlState == PostgresErrorCodes.UniqueViolation,
        _ => false,
    };

    /// <summary>The database is in use; at once again may do.</summary>
    public static bool IsBusy(Exception failure) => Cause(failure) switch
    {
        SqliteException sqlite => sqlite.SqliteErrorCode is SqliteBusy or SqliteLocked,
        PostgresException postgres => postgres.SqlState is PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected
            or PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.TooManyConnections,
        _ => false,
    };

    /// <summary>The database failed, for a reason that may pass (away, disk full, connection cut), not because of what was asked.</summary>
    public static bool IsStore(Exception failure) => Cause(failure) is DbException or TimeoutException or IOException;

    private static Exception Cause(Exception failure)
    {
        for (var e = failure; e is not null; e = e.InnerException!)
            if (e is DbException or TimeoutException or IOException) return e is NpgsqlException { InnerException: PostgresException inner } ? inner : e;
        return failure;
    }
}
