using System.Threading.Channels;
using IntakeBot.Casework.Cases;
using IntakeBot.Casework.Store;
using Npgsql;

namespace IntakeBot.Functions.Live;

/// <summary>
/// Tells the desks in other processes through PostgreSQL that a case is new or changed: NOTIFY on channel
/// <see cref="Channel"/>, payload <c>case ID</c>. It says what changed and nothing of it; who hears it reads.
/// </summary>
internal sealed partial class CaseNotices(StoreOptions store, TimeProvider time, ILogger<CaseNotices> log) : BackgroundService, ICaseSignal
{
    public const string Channel = "intake";
    private const int MostAtOnce = 200;
    private const int Tries = 10;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    // Full only when the database is away for long; then the newest matter most, and desks read again by themselves.
    private readonly Channel<Guid> changed = System.Threading.Channels.Channel.CreateBounded<Guid>(
        new BoundedChannelOptions(20_000) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    public static string Payload(Guid caseId) => $"case {caseId:D}";

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
                var payloads = new HashSet<string>(StringComparer.Ordinal);
                while (payloads.Count < MostAtOnce && changed.Reader.TryRead(out var id)) payloads.Add(Payload(id));
                await TellAsync(source, [.. payloads], stoppingToken).ConfigureAwait(false);
            }
        }
    }

    private async Task TellAsync(NpgsqlDataSource source, string[] payloads, CancellationToken stopping)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var command = source.CreateCommand("SELECT pg_notify($1, p) FROM unnest($2) AS p");
                await using (command.ConfigureAwait(false))
                {
                    command.Parameters.AddWithValue(Channel);
                    command.Parameters.AddWithValue(payloads);
                    await command.ExecuteNonQueryAsync(CancellationToken.None).ConfigureAwait(false);
                }
                return;
            }
            catch (NpgsqlException away) when (attempt < Tries && !stopping.IsCancellationRequested)
            {
                NotTold(payloads.Length, away.GetType().Name);
            }
            catch (NpgsqlException)
            {
                GivenUp(payloads.Length);
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
