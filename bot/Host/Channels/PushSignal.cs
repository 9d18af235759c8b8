using System.Threading.Channels;

namespace IntakeBot.Host.Channels;

/// <summary>Conversations in which something was just committed that is to be pushed: known at once, without a look at the table.</summary>
internal sealed class PushSignal
{
    private readonly Channel<string> _due = Channel.CreateBounded<string>(new BoundedChannelOptions(8192) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    public ChannelReader<string> Conversations => _due.Reader;

    /// <summary>What does not fit is found in the table at the next look.</summary>
    public void Due(string conversationId) => _due.Writer.TryWrite(conversationId);
}
