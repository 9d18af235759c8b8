namespace IntakeBot.Host.Security;

/// <summary>Settings under <c>Limits</c>. Per address they are generous: a whole building may share one address.</summary>
internal sealed class LimitOptions
{
    public int MessageBurst { get; set; } = 30;
    public int MessagesPerSecond { get; set; } = 3;
    public int ChatsPerAddressPerMinute { get; set; } = 60;
    public int ChatsPerMinute { get; set; } = 6000;
    public int ProgressPerAddressPerMinute { get; set; } = 20;
    public int ProgressPerMinute { get; set; } = 600;
}
