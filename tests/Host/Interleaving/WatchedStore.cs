using System.Collections.Concurrent;
using IntakeBot.Casework.Store;
using IntakeBot.Host.Conversations;
using IntakeBot.Host.Store;
using Npgsql;
using Microsoft.Extensions.DependencyInjection;

namespace IntakeBot.Host.Tests.Interleaving;

/// <summary>The real store of one replica, behind the gate of a schedule; what it commits is written down, and looked at at once.</summary>
internal sealed class WatchedStore(ConversationStore inner) : ConversationStore
{
    private volatile Watch? _watch;

    public static WatchedStore Around(IServiceProvider services) => new(
        services.GetRequiredService<StoreOptions>().Provider == StoreProvider.Sqlite
            ? new SqliteConversations(services.GetRequiredService<StoreOptions>(), services.GetRequiredService<SqliteCommits>())
            : new PostgresConversations(services.GetRequiredService<NpgsqlDataSource>()));

    public void Watch(Watch? watch) => _watch = watch;

    public override async Task<StoredConversation?> LoadAsync(string id, CancellationToken cancellation)
    {
        if (_watch is { } watch && watch.ConversationId == id) await watch.Schedule.PassAsync("reads");
        return await inner.LoadAsync(id, cancellation);
    }

    public override async Task<CommitResult> CommitAsync(TurnCommit commit, CancellationToken cancellation)
    {
        if (_watch is not { } watch || watch.ConversationId != commit.ConversationId) return await inner.CommitAsync(commit, cancellation);
        await watch.Schedule.PassAsync("commits");
        var result = await inner.CommitAsync(commit, cancellation);
        if (result.Status == CommitStatus.Committed)
        {
            watch.Commits.Enqueue(commit);
            await watch.CommittedAsync(commit);
        }

        return result;
    }

    public override Task<IReadOnlyList<StoredTurn>> TurnsAsync(long n, long afterSeq, CancellationToken cancellation) => inner.TurnsAsync(n, afterSeq, cancellation);

    public override Task<IReadOnlyList<string>> DueAsync(DateTimeOffset now, int most, CancellationToken cancellation) => inner.DueAsync(now, most, cancellation);
}

/// <summary>One conversation under a schedule.</summary>
/// <param name="CommittedAsync">Called after every commit, whoever made it.</param>
internal sealed record Watch(string ConversationId, Schedule Schedule, Func<TurnCommit, Task> CommittedAsync)
{
    public ConcurrentQueue<TurnCommit> Commits { get; } = new();
}
