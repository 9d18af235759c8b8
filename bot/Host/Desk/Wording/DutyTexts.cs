namespace IntakeBot.Host.Desk.Wording;

/// <summary>What the duty page, the handover and signing on and off say.</summary>
internal sealed class DutyTexts
{
    public required string Menu { get; set; }
    public required string Title { get; set; }
    public required string SignOn { get; set; }
    public required string SignOff { get; set; }
    public required string OnSince { get; set; }
    public required string SignedOn { get; set; }
    public required string SignedOnNone { get; set; }
    /// <summary>By taking a case over.</summary>
    public required string SignedOnForYou { get; set; }
    public required string SignedOff { get; set; }
    public required string EndsSoon { get; set; }
    public required string EndsSoonFree { get; set; }
    public required string ToHandover { get; set; }
    public required string Understood { get; set; }
    public required string TooMany { get; set; }
    public required string Handover { get; set; }
    public required string HandoverHint { get; set; }
    public required string HandoverLeft { get; set; }
    public required string HandoverEmpty { get; set; }
    public required string FinishSignOff { get; set; }
    public required string NotOn { get; set; }
    public required string GiveTo { get; set; }
    public required string ChooseColleague { get; set; }
    public required string NoColleague { get; set; }
    public required string Note { get; set; }
    public required string Give { get; set; }
    public required string Given { get; set; }
    public required string GiveBack { get; set; }
    public required string GivenBack { get; set; }
    public required string CloseCase { get; set; }
    public required string ColleagueGone { get; set; }
    public required string Today { get; set; }
    public required string Tomorrow { get; set; }
    public required string Holiday { get; set; }
    public required string WorkedWeekend { get; set; }
    public required string ExpectedDays { get; set; }
    public required string Search { get; set; }
    public required string Shown { get; set; }
    public required string Station { get; set; }
    public required string Who { get; set; }
    public required string Hours { get; set; }
    public required string Load { get; set; }
    public required string Actions { get; set; }
    public required string OpenUntil { get; set; }
    public required string OpenAlways { get; set; }
    public required string OpensAt { get; set; }
    public required string NeverOpens { get; set; }
    public required string Unmanned { get; set; }
    public required string Nobody { get; set; }
    public required string Since { get; set; }
    public required string NoShift { get; set; }
    public required string NextDay { get; set; }
    public required string AllDay { get; set; }
    public required string LoadOf { get; set; }
    public required string LoadFree { get; set; }
    public required string WaitingHere { get; set; }
    public required string Full { get; set; }
    public required string Edit { get; set; }
    public required string Days { get; set; }
    public required string From { get; set; }
    public required string To { get; set; }
    public required string AddShift { get; set; }
    public required string RemoveShift { get; set; }
    public required string Limit { get; set; }
    public required string LimitHint { get; set; }
    public required string Save { get; set; }
    public required string Saved { get; set; }
    public required string DayMissing { get; set; }
    public required string Overlap { get; set; }
    public required string TooManyShifts { get; set; }
    public required string LimitBad { get; set; }
    public required string Changed { get; set; }
    public required string SignOffOther { get; set; }
    public required string SignOffOtherTitle { get; set; }
    public required string SignOffOtherHint { get; set; }
    public required string CommentMissing { get; set; }
    public required string SignedOffOther { get; set; }
    /// <summary>Monday ... Sunday, public holiday: eight.</summary>
    public required List<string> DayNames { get; set; }
}
