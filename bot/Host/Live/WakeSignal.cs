using System.Threading.Channels;

namespace IntakeBot.Host.Live;

/// <summary>
/// Says when a conversation is to be woken, so that nobody waits for the next look into the store. What is lost here, with the
/// process or because it does not fit, the look finds.
/// </summary>
internal sealed class WakeSignal(TimeProvider clock)
{
    /// <summary>What is due later than that is left to the look.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);
    private readonly Channel<WakePlan> _plans = Channel.CreateBounded<WakePlan>(4096);

    public ChannelReader<WakePlan> Plans => _plans.Reader;

    public void Plan(string conversationId, DateTimeOffset at)
    {
        if (at - clock.GetUtcNow() < Soon) _plans.Writer.TryWrite(new(conversationId, at));
    }
}

internal readonly record struct WakePlan(string ConversationId, DateTimeOffset At);
