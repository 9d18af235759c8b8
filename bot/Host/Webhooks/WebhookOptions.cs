namespace IntakeBot.Host.Webhooks;

/// <summary>Settings under <c>Webhooks</c>; the defaults suit everybody but tests and closed networks.</summary>
internal sealed class WebhookOptions
{
    /// <summary>Also http://127.0.0.1 may be called: for trying out, never in use.</summary>
    public bool AllowInsecure { get; set; }
    /// <summary>Bounds one delivery, answer included.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(15);
    /// <summary>How long a message belongs to the replica that is delivering it; longer than <see cref="Timeout"/>.</summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(30);
    public TimeSpan Poll { get; set; } = TimeSpan.FromSeconds(1);
    /// <summary>Pauses after the first, second ... failure; after the last a message is given up. Together about three days.</summary>
    public IReadOnlyList<TimeSpan> Pauses { get; set; } = s_pauses;
    /// <summary>Most that a webhook at which nothing gets through is left alone.</summary>
    public TimeSpan LongestRest { get; set; } = TimeSpan.FromMinutes(5);
    /// <summary>A webhook that fails for so long is flagged at the desk.</summary>
    public TimeSpan FlagAfter { get; set; } = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan[] s_pauses =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10), TimeSpan.FromHours(1), TimeSpan.FromHours(6),
        TimeSpan.FromHours(16), TimeSpan.FromHours(24), TimeSpan.FromHours(24),
    ];
}
