namespace IntakeBot.Host.Outbox;

/// <summary>Settings under <c>Outbox</c>; the defaults suit everybody but tests.</summary>
internal sealed class OutboxOptions
{
    /// <summary>How long a row belongs to the one who is sending it.</summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(15);
    /// <summary>The outbox is read this often while nothing is waiting; at once after a commit.</summary>
    public TimeSpan Poll { get; set; } = TimeSpan.FromSeconds(2);
    /// <summary>A petition that the queue has, but whose case did not appear in this time, is sent again.</summary>
    public TimeSpan ResendAfter { get; set; } = TimeSpan.FromSeconds(60);
    /// <summary>Longest pause between two tries.</summary>
    public TimeSpan BackOffLimit { get; set; } = TimeSpan.FromMinutes(1);
    /// <summary>Sends at the same time.</summary>
    public int Parallel { get; set; } = 16;
    /// <summary>Finished rows are kept this long.</summary>
    public TimeSpan KeepDone { get; set; } = TimeSpan.FromDays(1);
}
