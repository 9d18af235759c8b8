namespace IntakeBot.Host.Desk.Wording;

/// <summary>What an open page says by itself, and what is shown of the resident besides words.</summary>
internal sealed class NoticeTexts
{
    public required string Ask { get; set; }
    public required string Silence { get; set; }
    public required string OneWaits { get; set; }
    public required string SeveralWait { get; set; }
    public required string New { get; set; }
    public required string SeveralNew { get; set; }
    public required string Answered { get; set; }
    public required string OpenedAgain { get; set; }
    public required string RobotsFailing { get; set; }
    public required string WebhooksFailing { get; set; }
    public required string Look { get; set; }
    public required string Parked { get; set; }
    public required string Waits { get; set; }
    public required string Seen { get; set; }
}
