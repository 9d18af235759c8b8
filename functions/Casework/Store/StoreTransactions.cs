using System.Data.Common;

namespace IntakeBot.Casework.Store;

/// <summary>
/// Plain statements in a transaction that is committed when they have run. A host whose database has one writer may commit the work of many
/// together. The work may be run again after a rollback: it keeps nothing between runs.
/// </summary>
public abstract class StoreTransactions
{
    /// <summary>Answers when the commit is on the disk.</summary>
    public abstract Task<T> RunAsync<T>(Func<DbConnection, DbTransaction, Task<T>> work, CancellationToken cancellation);
}

/// <summary>Each work in a transaction of its own.</summary>
internal sealed class OwnTransactions(CaseworkStore store) : StoreTransactions
{
    public override async Task<T> RunAsync<T>(Func<DbConnection, DbTransaction, Task<T>> work, CancellationToken cancellation)
    {
        var connection = await store.ConnectAsync(cancellation).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var transaction = await connection.BeginTransactionAsync(cancellation).ConfigureAwait(false);
            await using (transaction.ConfigureAwait(false))
            {
                var result = await work(connection, transaction).ConfigureAwait(false);
                await transaction.CommitAsync(cancellation).ConfigureAwait(false);
                return result;
            }
        }
    }
}
