namespace IntakeBot.Host.Security;

/// <summary>Settings under <c>Limits</c>. Per address they are generous: a whole building, or a mobile carrier, may share one address.</summary>
internal sealed class LimitOptions
{
    public int MessageBurst { get; set; } = 60;
    public int MessagesPerSecond { get; set; } = 5;
    public int ChatsPerAddressPerMinute { get; set; } = 600;
    public int ChatsPerMinute { get; set; } = 6000;
    public int ProgressPerAddressPerMinute { get; set; } = 120;
    public int ProgressPerMinute { get; set; } = 6000;
    /// <summary>Calls of one API key.</summary>
    public int CallsPerKeyPerMinute { get; set; } = 1200;
    /// <summary>Calls without a good key.</summary>
    public int GuessesPerAddressPerMinute { get; set; } = 60;
}
