using System.Collections.Concurrent;
using IntakeBot.Host.Channels;
using IntakeBot.Host.WeChat.Wire;

namespace IntakeBot.Host.WeChat.Door;

/// <summary>
/// Works on messages apart from the calls that bring them: a call ends after seconds, whatever the store does, and WeChat brings the same
/// message up to three times. What fails for a while is tried for a while; then the resident hears that it failed.
/// </summary>
internal sealed partial class Deliveries(
    WeChatSettings settings, InboundTurn turns, WeChatPush push, IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<Deliveries> log) : IHostedService
{
    // WeChat's third delivery begins some ten seconds after the first.
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(60), Told = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250), LongestPause = TimeSpan.FromSeconds(5);
    private readonly ConcurrentDictionary<string, Delivery> _known = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Task, byte> _running = new();

    /// <summary>Enters the caller into the work on a message; the first call begins it.</summary>
    public (Delivery Delivery, bool IsNew) Enter(InboundMessage message, string conversationId, string filesBase)
    {
        var key = $"{conversationId}/{message.Key}";
        var mine = new Delivery();
        mine.Enter();
        var delivery = _known.GetOrAdd(key, mine);
        if (delivery != mine)
        {
            delivery.Enter();
            return (delivery, false);
        }

        var running = Task.Run(() => RunAsync(delivery, message, conversationId, filesBase));
        _running[running] = 0;
        _ = ForgetAsync(running, key);
        return (delivery, true);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>What is being worked on may end: once a call was answered nobody brings it again.</summary>
    public async Task StopAsync(CancellationToken cancellationToken) =>
        await Task.WhenAll(_running.Keys).WaitAsync(TimeSpan.FromSeconds(8), clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private async Task RunAsync(Delivery delivery, InboundMessage message, string conversationId, string filesBase)
    {
        try
        {
            delivery.End(await TryAsync(delivery, message, conversationId, filesBase));
        }
        catch (OperationCanceledException)
        {
            delivery.Cancel();
            return;
        }

        // A call that still waits takes it with its answer.
        if (!delivery.IsAwaited && delivery.TakeOwn() is { } text) await TellAsync(message, conversationId, text);
    }

    private async Task<TurnResult> TryAsync(Delivery delivery, InboundMessage message, string conversationId, string filesBase)
    {
        var began = clock.GetTimestamp();
        for (var pause = FirstPause; ; pause = Longer(pause))
        {
            try
            {
                return await turns.RunAsync(message, conversationId, filesBase, delivery, lifetime.ApplicationStopping);
            }
            catch (Exception failed) when (failed is not OperationCanceledException)
            {
                if (!IsPassing(failed) || clock.GetElapsedTime(began) > settings.TryFor)
                {
                    TurnFailed(log, conversationId, failed);
                    delivery.Say(turns.Text(conversationId, "wechat.failed"));
                    return new(null, IsHeard: true);
                }

                if (pause == FirstPause) TurnWaits(log, conversationId, failed.GetType().Name);
            }

            await Task.Delay(pause, clock, lifetime.ApplicationStopping);
        }
    }

    private async Task TellAsync(InboundMessage message, string conversationId, string text)
    {
        var began = clock.GetTimestamp();
        for (var pause = FirstPause; clock.GetElapsedTime(began) < Told; pause = Longer(pause))
        {
            try
            {
                // The budget is in the store as well, which may be what failed.
                await turns.HeardAsync(message, conversationId);
                await push.TellAsync(conversationId, message.FromUserName, text, lifetime.ApplicationStopping);
                return;
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception failed) when (IsPassing(failed))
            {
                await Task.Delay(pause, clock, lifetime.ApplicationStopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception failed)
            {
                TurnFailed(log, conversationId, failed);
                return;
            }
        }
    }

    private async Task ForgetAsync(Task running, string key)
    {
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _running.TryRemove(running, out _);
        await Task.Delay(Kept, clock, lifetime.ApplicationStopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _known.TryRemove(key, out _);
    }

    private static bool IsPassing(Exception failed) => failed is TurnBusyException || PassingTrouble.Is(failed);

    private static TimeSpan Longer(TimeSpan pause) => pause * 2 < LongestPause ? pause * 2 : LongestPause;

    [LoggerMessage(Level = LogLevel.Warning, Message = "A message in conversation {Conversation} has to wait ({Error}); it is tried again")]
    private static partial void TurnWaits(ILogger log, string conversation, string error);

    [LoggerMessage(Level = LogLevel.Error, Message = "A message in conversation {Conversation} failed; its resident is told")]
    private static partial void TurnFailed(ILogger log, string conversation, Exception failed);
}
