using IntakeBot.Casework;
using IntakeBot.Casework.Routing;
using IntakeBot.Casework.Store;

namespace IntakeBot.Functions.StartUp;

/// <summary>
/// Everything a first message needs: the store in shape, the places in memory, the way of a petition gone once. A store that does not answer is waited for and
/// the waiting is said: ending would only have us started again, and three such ends stop a Functions host altogether.
/// </summary>
internal sealed partial class Preparation(IServiceProvider services, TimeProvider time, ILogger<Preparation> log)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    public async Task RunAsync(CancellationToken stopping)
    {
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                await services.StartCaseworkAsync(stopping).ConfigureAwait(false);
                await services.GetRequiredService<RoutePetition>().WarmUpAsync(stopping).ConfigureAwait(false);
                return;
            }
            catch (Exception away) when (DbFailures.IsStore(away) && !stopping.IsCancellationRequested)
            {
                Waiting(away.GetType().Name, pause.TotalSeconds);
            }
            await Task.Delay(pause, time, stopping).ConfigureAwait(false);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The store does not answer ({Failure}); not ready, trying again in {Seconds} s")]
    private partial void Waiting(string failure, double seconds);
}
