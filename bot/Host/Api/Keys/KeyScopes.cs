namespace IntakeBot.Host.Api.Keys;

/// <summary>What a key may do.</summary>
internal static class KeyScopes
{
    /// <summary>Single petitions by their receipt.</summary>
    public const string PetitionsRead = "petitions:read";
    /// <summary>Cases, transcripts and files of the key's area; personal data masked.</summary>
    public const string CasesRead = "cases:read";
    /// <summary>Claim, answer, hand back, transfer, close and everything else a clerk does.</summary>
    public const string CasesWrite = "cases:write";
    /// <summary>Personal data unmasked; every look is noted on the case with the reason given.</summary>
    public const string PersonalRead = "personal:read";
    /// <summary>Stations, who is on duty, load.</summary>
    public const string DutyRead = "duty:read";
    /// <summary>Sign on and off.</summary>
    public const string DutyWrite = "duty:write";
    /// <summary>Webhooks: list, add, test, switch off, remove.</summary>
    public const string WebhooksWrite = "webhooks:write";
    /// <summary>The stream of events.</summary>
    public const string EventsRead = "events:read";

    public static readonly IReadOnlyList<string> All =
        [PetitionsRead, CasesRead, CasesWrite, PersonalRead, DutyRead, DutyWrite, WebhooksWrite, EventsRead];
}
