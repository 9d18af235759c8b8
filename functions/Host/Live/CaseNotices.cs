using System.Threading.Channels;
using IntakeBot.Casework.Cases;
using IntakeBot.Casework.Store;
using Npgsql;

namespace IntakeBot.Functions.Live;

/// <summary>Tells the desks in other processes through PostgreSQL that a case is new or changed; see <see cref="CaseNotice"/>.</summary>
internal sealed partial class CaseNotices(StoreOptions store, TimeProvider time, ILogger<CaseNotices> log) : BackgroundService, ICaseSignal
{
    private const int Tries = 10;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    // Full only when the database is away for long; then the newest matter most, and desks read again by themselves.
    private readonly Channel<Guid> changed = Channel.CreateBounded<Guid>(
        new BoundedChannelOptions(20_000) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    public void Changed(Guid caseId) => changed.Writer.TryWrite(caseId);

    /// <summary>Started before, and so stopped after, whatever handles messages: what it noted is still told.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        changed.Writer.TryComplete();
        if (ExecuteTask is { } telling) await telling.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var source = NpgsqlDataSource.Create(store.ConnectionString);
        await using (source.ConfigureAwait(false))
        {
            while (await changed.Reader.WaitToReadAsync(CancellationToken.None).ConfigureAwait(false))
            {
                var cases = new HashSet<Guid>();
                while (cases.Count < CaseNotice.MostIds && changed.Reader.TryRead(out var id)) cases.Add(id);
                await TellAsync(source, CaseNotice.Payload(cases), cases.Count, stoppingToken).ConfigureAwait(false);
            }
        }
    }

    private async Task TellAsync(NpgsqlDataSource source, string payload, int count, CancellationToken stopping)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var command = source.CreateCommand("SELECT pg_notify($1, $2)");
                await using (command.ConfigureAwait(false))
                {
                    command.Parameters.AddWithValue(CaseNotice.Channel);
                    command.Parameters.AddWithValue(payload);
                    await command.ExecuteNonQueryAsync(CancellationToken.None).ConfigureAwait(false);
                }
                return;
            }
            catch (NpgsqlException away) when (attempt < Tries && !stopping.IsCancellationRequested)
            {
                NotTold(count, away.GetType().Name);
            }
            catch (NpgsqlException)
            {
                GivenUp(count);
                return;
            }
            await Task.Delay(Pause * attempt, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(LogLevel.Debug, "{Count} changed cases could not be told ({Failure}); trying again")]
    private partial void NotTold(int count, string failure);

    [LoggerMessage(LogLevel.Warning, "{Count} changed cases were not told; desks see them when they read again")]
    private partial void GivenUp(int count);
}
