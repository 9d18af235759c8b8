using System.Collections.Concurrent;
using IntakeBot.Host.Channels;
using IntakeBot.Host.Conversations;

namespace IntakeBot.Host.BotFramework;

/// <summary>
/// Turns with a time limit for the caller and none for the resident: a channel is answered within five seconds even when the store
/// stalls; the turn goes on, and what comes of it is said later through the Connector, also that nothing came of it.
/// </summary>
internal sealed partial class PatientTurns(ConnectorPush push, Pushes pushes, TimeProvider clock, ILogger<PatientTurns> log) : IHostedService, IDisposable
{
    /// <summary>After which the caller is answered.</summary>
    public static readonly TimeSpan Timely = TimeSpan.FromSeconds(4.5);
    /// <summary>How long a turn is tried.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private const int Most = 1000;
    private static readonly TimeSpan s_first = TimeSpan.FromMilliseconds(250), s_longest = TimeSpan.FromSeconds(5), s_stop = TimeSpan.FromSeconds(8);
    private readonly ConcurrentDictionary<Task, byte> _late = new();
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>No more can be remembered to be answered later.</summary>
    public bool Full => _late.Count >= Most;

    /// <param name="waited">How long the caller has waited already.</param>
    /// <returns>null: not yet; what comes of it is said through the Connector.</returns>
    public async Task<DoorAnswer?> RunAsync(Received received, ChannelTurn turn, TimeSpan waited)
    {
        var running = TryAsync(received, turn);
        if (!running.IsCompleted)
        {
            try
            {
                await running.WaitAsync(waited < Timely ? Timely - waited : TimeSpan.Zero, clock);
            }
            catch (TimeoutException)
            {
                Late(log, received.ConversationId);
                Follow(FinishAsync(received, turn, running));
                return null;
            }
        }

        if (await running is { } answer) return answer;
        NumberedActivity[] lost = [Lost(received)];
        if (received.InBody) return new(DoorEnd.TooFast, received.ConversationId, lost, Carried: true, Waits: false);
        SayLater(received, lost);
        return null;
    }

    /// <summary>Says through the Connector what no pump will, while the caller goes on.</summary>
    public void SayLater(Received received, IReadOnlyList<NumberedActivity> said) => Follow(push.SayAsync(received, said, CancellationToken.None));

    /// <summary>What a response should have carried and could not is pushed. A repetition's answer is that of the first one.</summary>
    public async Task PushInsteadAsync(Received received, DoorAnswer answer)
    {
        if (answer is not { End: DoorEnd.Taken, Carried: true, Answers.Count: > 0 }) return;
        try
        {
            if (await pushes.UncarryAsync(answer.ConversationId, answer.Answers[0].Seq - 1, answer.Answers[^1].Seq)) return;
        }
        catch (Exception failed) when (PassingTrouble.Is(failed))
        {
            // The store again: said all the same.
        }

        await push.SayAsync(received, answer.Answers, CancellationToken.None);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_late.Keys).WaitAsync(s_stop, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose() => _stopping.Dispose();

    // null: given up.
    private async Task<DoorAnswer?> TryAsync(Received received, ChannelTurn turn)
    {
        var began = clock.GetTimestamp();
        for (var pause = s_first; ; pause = pause * 2 < s_longest ? pause * 2 : s_longest)
        {
            try
            {
                // Whether or not the caller waits: once it is here it is taken in.
                var answer = await turn.Run(CancellationToken.None);
                if (answer.End != DoorEnd.Busy) return answer;
            }
            catch (Exception failed)
            {
                TurnFailed(log, received.ConversationId, failed);
                if (!PassingTrouble.Is(failed)) return null;
            }

            if (_stopping.IsCancellationRequested || clock.GetElapsedTime(began) > Patience) return null;
            await Task.Delay(pause, clock, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task FinishAsync(Received received, ChannelTurn turn, Task<DoorAnswer?> running)
    {
        try
        {
            var answer = await running;
            if (answer is null) await push.SayAsync(received, [Lost(received)], CancellationToken.None);
            else await PushInsteadAsync(received, answer);
            if (answer is not null && turn.Besides is { } key) await push.SayAsync(received, [new(0, push.Sentence(key, received.Activity.Locale))], CancellationToken.None);
        }
        catch (Exception failed)
        {
            NotSaid(log, received.ConversationId, failed);
        }
    }

    // Nothing of it was kept: that is said here, for nobody else will.
    private NumberedActivity Lost(Received received) => new(0, push.Sentence("notKept", received.Activity.Locale));

    private void Follow(Task task)
    {
        _late[task] = 0;
        _ = task.ContinueWith(done => _late.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A turn of conversation {Conversation} takes long; it is answered later")]
    private static partial void Late(ILogger log, string conversation);

    [LoggerMessage(Level = LogLevel.Error, Message = "A turn of conversation {Conversation} failed")]
    private static partial void TurnFailed(ILogger log, string conversation, Exception failed);

    [LoggerMessage(Level = LogLevel.Error, Message = "What came of a late turn of conversation {Conversation} could not be said")]
    private static partial void NotSaid(ILogger log, string conversation, Exception failed);
}
