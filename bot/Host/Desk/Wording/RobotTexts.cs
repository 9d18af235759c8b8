namespace IntakeBot.Host.Desk.Wording;

/// <summary>What the page of the robots, the timeline and the robots themselves say; robots speak Chinese.</summary>
internal sealed class RobotTexts
{
    public required string Title { get; set; }
    public required string Intro { get; set; }
    public required string Add { get; set; }
    public required string Name { get; set; }
    public required string NameHint { get; set; }
    public required string Kind { get; set; }
    public required string Address { get; set; }
    public required string AddressHint { get; set; }
    public required string Secret { get; set; }
    public required string SecretHint { get; set; }
    public required string Station { get; set; }
    public required string StationSearch { get; set; }
    public required string Area { get; set; }
    public required string WithArea { get; set; }
    public required string PerMinute { get; set; }
    public required string Save { get; set; }
    public required string State { get; set; }
    public required string Working { get; set; }
    public required string Unused { get; set; }
    public required string Off { get; set; }
    public required string Failing { get; set; }
    public required string Flagged { get; set; }
    public required string Waiting { get; set; }
    public required string LastSent { get; set; }
    public required string Test { get; set; }
    public required string Tested { get; set; }
    public required string TestFailed { get; set; }
    public required string Enable { get; set; }
    public required string Disable { get; set; }
    public required string Remove { get; set; }
    public required string ConfirmRemove { get; set; }
    public required string Removed { get; set; }
    public required string Added { get; set; }
    public required string Actions { get; set; }
    public required string Empty { get; set; }
    public required string NameMissing { get; set; }
    public required string NameTaken { get; set; }
    public required string StationMissing { get; set; }
    public required string AddressBad { get; set; }
    public required string SecretMissing { get; set; }
    public required string PaceBad { get; set; }
    public required string NoLink { get; set; }
    public required string Told { get; set; }
    public required string NotTold { get; set; }
    public required string Telling { get; set; }
    public required string Outdated { get; set; }
    public required string Several { get; set; }
    public required string News { get; set; }
    public required string TestMessage { get; set; }
}
