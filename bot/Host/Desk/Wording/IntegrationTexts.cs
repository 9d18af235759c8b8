namespace IntakeBot.Host.Desk.Wording;

/// <summary>What the page of other systems says: their keys, and the webhooks that call them.</summary>
internal sealed class IntegrationTexts
{
    public required string Title { get; set; }
    public required string Intro { get; set; }
    public required string Reference { get; set; }
    public required string District { get; set; }
    public required string Area { get; set; }
    public required string AreaSearch { get; set; }
    public required string AreaHint { get; set; }
    public required string Name { get; set; }
    public required string State { get; set; }
    public required string Actions { get; set; }
    public required string Save { get; set; }
    public required string Copy { get; set; }
    public required string CopyIt { get; set; }
    public required string Copied { get; set; }
    public required string PutAway { get; set; }
    public required string NameTaken { get; set; }
    public required string StationMissing { get; set; }
    public required KeyTexts Keys { get; set; }
    public required WebhookTexts Webhooks { get; set; }
    /// <summary>What each scope allows, by its code.</summary>
    public required Dictionary<string, string> Scopes { get; set; }
    /// <summary>Why a webhook did not take something, by code; {code} is the HTTP status.</summary>
    public required Dictionary<string, string> Reasons { get; set; }
}

internal sealed class KeyTexts
{
    public required string Title { get; set; }
    public required string Add { get; set; }
    public required string NameHint { get; set; }
    public required string Display { get; set; }
    public required string DisplayHint { get; set; }
    public required string Scopes { get; set; }
    public required string Shown { get; set; }
    public required string LastUsed { get; set; }
    public required string NeverUsed { get; set; }
    public required string Ended { get; set; }
    public required string End { get; set; }
    public required string ConfirmEnd { get; set; }
    public required string WasEnded { get; set; }
    public required string Empty { get; set; }
    public required string NameBad { get; set; }
    public required string DisplayBad { get; set; }
    public required string ScopeMissing { get; set; }
}

internal sealed class WebhookTexts
{
    public required string Title { get; set; }
    public required string Intro { get; set; }
    public required string Add { get; set; }
    public required string NameHint { get; set; }
    public required string Url { get; set; }
    public required string UrlHint { get; set; }
    public required string Events { get; set; }
    public required string EventsHint { get; set; }
    public required string AllEvents { get; set; }
    public required string Secret { get; set; }
    public required string Next { get; set; }
    public required string Working { get; set; }
    public required string Unused { get; set; }
    public required string Off { get; set; }
    public required string Gone { get; set; }
    public required string Failing { get; set; }
    public required string Flagged { get; set; }
    public required string Waiting { get; set; }
    public required string GivenUp { get; set; }
    public required string LastSent { get; set; }
    public required string Failures { get; set; }
    public required string Failure { get; set; }
    public required string FailureOver { get; set; }
    public required string Test { get; set; }
    public required string Tested { get; set; }
    public required string TestFailed { get; set; }
    public required string Resend { get; set; }
    public required string Resent { get; set; }
    public required string Enable { get; set; }
    public required string Disable { get; set; }
    public required string Remove { get; set; }
    public required string ConfirmRemove { get; set; }
    public required string Removed { get; set; }
    public required string Empty { get; set; }
    public required string NameBad { get; set; }
    public required string UrlBad { get; set; }
    public required string TooMany { get; set; }
}
