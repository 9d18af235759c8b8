namespace IntakeBot.Host.Desk.Wording;

/// <summary>Sign-in through the identity provider, and the end of a session.</summary>
internal sealed class DoorTexts
{
    public required string Provider { get; set; }
    public required string ProviderHint { get; set; }
    public required string OnlyHint { get; set; }
    public required string Or { get; set; }
    /// <summary>By the code of what went wrong: failed, denied, down, unknown, disabled, mfa.</summary>
    public required Dictionary<string, string> Problems { get; set; }
    public required string Ended { get; set; }
    public required string EndingIdle { get; set; }
    public required string EndingLongest { get; set; }
    public required string Stay { get; set; }
    public required string Everywhere { get; set; }
    public required string EverywhereHint { get; set; }
    public required string BackToDesk { get; set; }
}
