namespace IntakeBot.Host.Desk.Wording;

/// <summary>
/// The shape of <c>wording/desk.LANGUAGE.yaml</c>: everything the desk says. A key too few, too many or empty stops the
/// load, with its line. Texts with {names} are filled by <see cref="Fill"/>.
/// </summary>
internal sealed class DeskTexts
{
    public required ShellTexts Shell { get; set; }
    public required SignInTexts SignIn { get; set; }
    public required PasswordTexts Password { get; set; }
    public required QueueTexts Queue { get; set; }
    public required BoardTexts Board { get; set; }
    public required AuditTexts Audit { get; set; }
    public required DoorTexts Door { get; set; }
    public required CaseTexts Case { get; set; }
    public required ThreadTexts Thread { get; set; }
    public required PeopleTexts People { get; set; }
    public required RobotTexts Robots { get; set; }
    public required DutyTexts Duty { get; set; }
    public required IntegrationTexts Integrations { get; set; }
    public required CaseWorkTexts Work { get; set; }
    public required ReplyTexts Replies { get; set; }
    public required NoticeTexts Notice { get; set; }
    public required WordTexts Words { get; set; }

    /// <summary>Replaces each {name} by its value.</summary>
    public static string Fill(string text, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        foreach (var (name, value) in values) text = text.Replace($"{{{name}}}", value?.ToString() ?? "", StringComparison.Ordinal);
        return text;
    }
}

internal sealed class ShellTexts
{
    public required string Title { get; set; }
    public required string Queue { get; set; }
    public required string People { get; set; }
    public required string Robots { get; set; }
    public required string Integrations { get; set; }
    public required string SignOut { get; set; }
    public required string OtherLanguage { get; set; }
    public required string Menu { get; set; }
    public required string SoundOn { get; set; }
    public required string SoundOff { get; set; }
    public required string SoundBlocked { get; set; }
    public required string Opening { get; set; }
    public required string Reconnecting { get; set; }
    public required string NotFound { get; set; }
    public required string NoAccess { get; set; }
    public required string BackToQueue { get; set; }
    public required string SkipToContent { get; set; }
    /// <summary>Between the items of a list.</summary>
    public required string Separator { get; set; }
    public required string Cancel { get; set; }
}

internal sealed class SignInTexts
{
    public required string Title { get; set; }
    public required string Hint { get; set; }
    public required string UserName { get; set; }
    public required string Password { get; set; }
    public required string Submit { get; set; }
    public required string Wrong { get; set; }
    public required string Locked { get; set; }
    public required string Disabled { get; set; }
    public required string SignedOut { get; set; }
}

internal sealed class PasswordTexts
{
    public required string Title { get; set; }
    public required string Why { get; set; }
    public required string Rule { get; set; }
    public required string New { get; set; }
    public required string Repeat { get; set; }
    public required string Submit { get; set; }
    public required string Differ { get; set; }
    public required string TooWeak { get; set; }
    public required string SameAsBefore { get; set; }
}

internal sealed class QueueTexts
{
    public required string Title { get; set; }
    public required string Mine { get; set; }
    public required string Station { get; set; }
    public required string Overdue { get; set; }
    public required string All { get; set; }
    public required string Waiting { get; set; }
    public required string InHand { get; set; }
    public required string Over { get; set; }
    public required string EmptyMine { get; set; }
    public required string EmptyStation { get; set; }
    public required string EmptyOverdue { get; set; }
    public required string EmptyAll { get; set; }
    public required string EmptySearch { get; set; }
    public required string Claim { get; set; }
    public required string WaitingFor { get; set; }
    public required string InHandFor { get; set; }
    public required string Late { get; set; }
    public required string ClosedAt { get; set; }
    public required string PlaceUnknown { get; set; }
    public required string Metres { get; set; }
    public required string Kilometres { get; set; }
    public required string Earlier { get; set; }
    public required string Later { get; set; }
    public required string Page { get; set; }
    public required string Search { get; set; }
    public required string SearchHint { get; set; }
    public required string ClearSearch { get; set; }
    public required string Keys { get; set; }
    public required string NewCase { get; set; }
    public required string ByYou { get; set; }
}

internal sealed class CaseTexts
{
    public required string Title { get; set; }
    public required string NotVisible { get; set; }
    public required string Claim { get; set; }
    public required string ClaimHint { get; set; }
    public required string OwnerBot { get; set; }
    public required string OwnerYou { get; set; }
    public required string OwnerOther { get; set; }
    public required string OwnerNobody { get; set; }
    public required string Taken { get; set; }
    public required string NotOwner { get; set; }
    public required string Illegal { get; set; }
    public required string Gone { get; set; }
    public required string Claimed { get; set; }
    public required string HandBack { get; set; }
    public required string HandedBack { get; set; }
    public required string CloseCase { get; set; }
    public required string CloseHint { get; set; }
    public required string Outcome { get; set; }
    public required string ChooseOutcome { get; set; }
    public required string Sentence { get; set; }
    public required string SentenceHint { get; set; }
    public required string SentenceMissing { get; set; }
    public required string OutcomeMissing { get; set; }
    public required string ConfirmClose { get; set; }
    public required string Closed { get; set; }
    public required string ClosedWith { get; set; }
    public required string Transfer { get; set; }
    public required string TransferTo { get; set; }
    public required string TransferSearch { get; set; }
    public required string TransferComment { get; set; }
    public required string TransferHint { get; set; }
    public required string ConfirmTransfer { get; set; }
    public required string Transferred { get; set; }
    public required string StationMissing { get; set; }
    public required string Sheet { get; set; }
    public required string Place { get; set; }
    public required string Chat { get; set; }
    public required string Timeline { get; set; }
    public required string SheetMissing { get; set; }
    public required string ReportWarning { get; set; }
    public required string Category { get; set; }
    public required string CategoryUnsure { get; set; }
    public required string Kind { get; set; }
    public required string Urgency { get; set; }
    public required string Wish { get; set; }
    public required string When { get; set; }
    public required string Recurring { get; set; }
    public required string Amount { get; set; }
    public required string People { get; set; }
    public required string PeopleCount { get; set; }
    public required string Representatives { get; set; }
    public required string Counterparty { get; set; }
    public required string Reporter { get; set; }
    public required string Anonymous { get; set; }
    public required string NoContact { get; set; }
    public required string Show { get; set; }
    public required string ShowHint { get; set; }
    public required string Attachments { get; set; }
    public required string Supplements { get; set; }
    public required string Building { get; set; }
    public required string Address { get; set; }
    public required string Detail { get; set; }
    public required string Community { get; set; }
    public required string Distance { get; set; }
    public required string StationLabel { get; set; }
    public required string Why { get; set; }
    public required string SubmittedAt { get; set; }
    public required string DueAt { get; set; }
    public required string Channel { get; set; }
    public required string Language { get; set; }
    public required string Approximately { get; set; }
    public required string Yuan { get; set; }
    public required string WaitingFor { get; set; }
    public required string Solved { get; set; }
    public required string NotSolved { get; set; }
    public required string Stars { get; set; }
}

internal sealed class ThreadTexts
{
    public required string Resident { get; set; }
    public required string Bot { get; set; }
    public required string Staff { get; set; }
    public required string You { get; set; }
    public required string Empty { get; set; }
    public required string Missing { get; set; }
    public required string Reply { get; set; }
    public required string ReplyHint { get; set; }
    public required string ReplyLocked { get; set; }
    public required string Send { get; set; }
    public required string DraftKept { get; set; }
    public required string Typing { get; set; }
    public required string Photo { get; set; }
    public required string File { get; set; }
    public required string Voice { get; set; }
    public required string Location { get; set; }
    public required string TooLong { get; set; }
    public required string BudgetLeft { get; set; }
    public required string BudgetSpent { get; set; }
    public required string Held { get; set; }
    public required string NotArrived { get; set; }
    public required string NotArrivedWhy { get; set; }
}

internal sealed class PeopleTexts
{
    public required string Title { get; set; }
    public required string Add { get; set; }
    public required string Name { get; set; }
    public required string UserName { get; set; }
    public required string UserNameHint { get; set; }
    public required string Role { get; set; }
    public required string Station { get; set; }
    public required string StationSearch { get; set; }
    public required string NoStation { get; set; }
    public required string State { get; set; }
    public required string Active { get; set; }
    public required string Disabled { get; set; }
    public required string MustChange { get; set; }
    public required string Locked { get; set; }
    public required string Disable { get; set; }
    public required string Enable { get; set; }
    public required string Reset { get; set; }
    public required string Save { get; set; }
    public required string OneTime { get; set; }
    public required string OneTimeHint { get; set; }
    public required string Done { get; set; }
    public required string NameMissing { get; set; }
    public required string UserNameBad { get; set; }
    public required string UserNameTaken { get; set; }
    public required string StationMissing { get; set; }
    public required string NotYourself { get; set; }
    public required string LastAdministrator { get; set; }
    public required string Actions { get; set; }
    public required string Search { get; set; }
}

/// <summary>Words for codes.</summary>
internal sealed class WordTexts
{
    public required Dictionary<string, string> Roles { get; set; }
    public required Dictionary<string, string> States { get; set; }
    public required Dictionary<string, string> Levels { get; set; }
    public required Dictionary<string, string> Urgencies { get; set; }
    public required Dictionary<string, string> Reasons { get; set; }
    public required Dictionary<string, string> Kinds { get; set; }
    public required Dictionary<string, string> Counterparties { get; set; }
    public required Dictionary<string, string> Sources { get; set; }
    public required Dictionary<string, string> Events { get; set; }
    public required Dictionary<string, string> Actors { get; set; }
    public required Dictionary<string, string> Channels { get; set; }
    public required Dictionary<string, string> Languages { get; set; }
    /// <summary>Why a message did not arrive, by the code of its channel.</summary>
    public required Dictionary<string, string> Undelivered { get; set; }
    /// <summary>What a supplement is besides more words, by its mark.</summary>
    public required Dictionary<string, string> Supplements { get; set; }
    public required Dictionary<string, string> Looks { get; set; }
    public required Dictionary<string, string> RobotKinds { get; set; }
    public required Dictionary<string, string> RobotNews { get; set; }
    public required Dictionary<string, string> RobotReasons { get; set; }

    /// <summary>The word for a code; the code itself when there is none (content may know more than this file).</summary>
    public static string Of(Dictionary<string, string> words, string? code) =>
        code is null ? "" : words.GetValueOrDefault(code) ?? code;
}
