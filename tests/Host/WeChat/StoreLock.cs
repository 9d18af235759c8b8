using System.Data.Common;
using IntakeBot.Host.Tests.Running;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace IntakeBot.Host.Tests.WeChat;

/// <summary>Makes the store stall: nobody can write until it is let go.</summary>
internal sealed class StoreLock : IAsyncDisposable
{
    private readonly DbConnection _connection;
    private readonly DbTransaction? _transaction;

    private StoreLock(DbConnection connection, DbTransaction? transaction) => (_connection, _transaction) = (connection, transaction);

    public static async Task<StoreLock> HoldAsync(TestDatabase database)
    {
        if (!database.IsPostgres)
        {
            var file = new SqliteConnection(database.ConnectionString + ";Pooling=False");
            await file.OpenAsync();
            // Immediate: the write lock is taken at once.
            return new(file, file.BeginTransaction(deferred: false));
        }

        var server = new NpgsqlConnection(database.ConnectionString + ";Pooling=False");
        await server.OpenAsync();
        var transaction = await server.BeginTransactionAsync();
        await using var command = new NpgsqlCommand("LOCK TABLE turns, conversations, wechat_followers IN ACCESS EXCLUSIVE MODE", server, transaction);
        await command.ExecuteNonQueryAsync();
        return new(server, transaction);
    }

    public async ValueTask DisposeAsync()
    {
        if (_transaction is not null) await _transaction.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
