using IntakeBot.Host.Channels;
using IntakeBot.Host.Tests.Running;

namespace IntakeBot.Host.Tests.Channels.Playing;

/// <summary>A resident on one channel, as far as a conversation file needs one: what she does, and what she gets to see.</summary>
internal abstract class ChannelPlayer(TestBot bot) : IAsyncDisposable
{
    public TestBot Bot => bot;
    public abstract string ConversationId { get; }

    /// <summary>Comes in by the signed code of a building, or (null) without one.</summary>
    public abstract Task EnterAsync(string? code);

    /// <summary>Done when the channel has taken the message; the answer may come later.</summary>
    public abstract Task SayAsync(string text);

    /// <summary>The option with this title, in whichever way the channel offers it.</summary>
    public abstract Task TapAsync(string title);

    public abstract Task SendPhotoAsync(string name, byte[] png);

    /// <param name="latitude">WGS-84, in degrees; the channel sends its own datum.</param>
    public abstract Task SendPlaceAsync(double latitude, double longitude, string label);

    /// <summary>What the resident got to see since the last time.</summary>
    public abstract Task<IReadOnlyList<string>> HearAsync();

    /// <summary>Whether all that was said has been delivered.</summary>
    public virtual async Task<bool> IsQuietAsync() => await bot.Get<Pushes>().StateAsync(ConversationId, default) is not { NextAt: not null };

    public virtual ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
