namespace IntakeBot.Host.Desk.Wording;

/// <summary>What the case page says about working on a case: notes, calls, facts, duplicates, the map, colleagues, keys.</summary>
internal sealed class CaseWorkTexts
{
    public required string AnswerMode { get; set; }
    public required string NoteMode { get; set; }
    public required string NoteHint { get; set; }
    public required string NoteSave { get; set; }
    public required string NoteLabel { get; set; }
    public required string Unresolved { get; set; }
    public required string PhoneLog { get; set; }
    public required string PhoneNumber { get; set; }
    public required string PhoneResult { get; set; }
    public required string PhoneComment { get; set; }
    public required string PhoneSave { get; set; }
    public required string PhoneSaved { get; set; }
    public required string Tries { get; set; }
    public required string Change { get; set; }
    public required string Save { get; set; }
    public required string Said { get; set; }
    /// <summary>What the bot or the map had said.</summary>
    public required string Was { get; set; }
    public required string ChangedTo { get; set; }
    public required string EmptyValue { get; set; }
    public required string Outdated { get; set; }
    public required string FactsTitle { get; set; }
    public required string Nearer { get; set; }
    public required string MapLabel { get; set; }
    public required string MapNone { get; set; }
    public required string MapCase { get; set; }
    public required string MapOwn { get; set; }
    public required string MapCalled { get; set; }
    public required string MapOnDuty { get; set; }
    public required string MapOffDuty { get; set; }
    public required string MapOutside { get; set; }
    public required string MapList { get; set; }
    public required string PlaceTab { get; set; }
    public required string Related { get; set; }
    public required string Duplicates { get; set; }
    public required string NoDuplicates { get; set; }
    public required string SameBuilding { get; set; }
    public required string FindReceipt { get; set; }
    public required string Find { get; set; }
    public required string NotFound { get; set; }
    public required string Merge { get; set; }
    public required string MergeTitle { get; set; }
    public required string MergeHint { get; set; }
    public required string MergeThis { get; set; }
    public required string MergeInto { get; set; }
    public required string MergeComment { get; set; }
    public required string ConfirmMerge { get; set; }
    public required string Merged { get; set; }
    public required string MergedInto { get; set; }
    public required string MergedHere { get; set; }
    public required string MergeTargetBad { get; set; }
    public required string Unmerge { get; set; }
    public required string UnmergeWhy { get; set; }
    public required string UnmergeUsual { get; set; }
    public required string UnmergeSaid { get; set; }
    public required string Unmerged { get; set; }
    public required string FromMerged { get; set; }
    public required string SaysApart { get; set; }
    public required string OfResident { get; set; }
    public required string OfBuilding { get; set; }
    public required string SamePhone { get; set; }
    public required string SamePhoneCount { get; set; }
    public required string SamePhoneHint { get; set; }
    public required string PhoneSearch { get; set; }
    public required string PhoneSearchLabel { get; set; }
    public required string PhoneSearchNone { get; set; }
    public required string NoHistory { get; set; }
    public required string NewSupplement { get; set; }
    public required string FilterLabel { get; set; }
    public required string FilterAll { get; set; }
    public required string FilterMoves { get; set; }
    public required string FilterLooks { get; set; }
    public required string Reopen { get; set; }
    public required string ReopenWhy { get; set; }
    public required string Reopened { get; set; }
    public required string WhyMissing { get; set; }
    public required string Advance { get; set; }
    public required string Advanced { get; set; }
    public required string TransferHow { get; set; }
    public required string ToPerson { get; set; }
    public required string ToStation { get; set; }
    public required string ToLevel { get; set; }
    public required string PersonHint { get; set; }
    public required string NobodyOnDuty { get; set; }
    public required string PersonMissing { get; set; }
    public required string OpenCases { get; set; }
    public required string Given { get; set; }
    public required string NotThere { get; set; }
    public required string TriesMissing { get; set; }
    public required string Suggestions { get; set; }
    public required string Picture { get; set; }
    public required string ClosePicture { get; set; }
    public required string PreviousPicture { get; set; }
    public required string NextPicture { get; set; }
    public required string KeysTitle { get; set; }
    public required string KeysHint { get; set; }
    public required string CloseKeys { get; set; }
    /// <summary>Names of the facts that can be set right.</summary>
    public required Dictionary<string, string> Facts { get; set; }
    /// <summary>Why a value does not fit, by <see cref="Casework.Cases.FactFault"/>.</summary>
    public required Dictionary<string, string> Faults { get; set; }
    /// <summary>Whose number was called.</summary>
    public required Dictionary<string, string> Numbers { get; set; }
    public required Dictionary<string, string> Results { get; set; }
    /// <summary>Directions of the compass, from north with the sun.</summary>
    public required List<string> Directions { get; set; }
    /// <summary>Key to what it does on this page.</summary>
    public required Dictionary<string, string> Keys { get; set; }
    /// <summary>Sentences to start from, by outcome.</summary>
    public required Dictionary<string, List<string>> Closing { get; set; }
}

/// <summary>What the page of the canned replies and the list in the box to answer in say.</summary>
internal sealed class ReplyTexts
{
    public required string Title { get; set; }
    public required string Intro { get; set; }
    public required string Hint { get; set; }
    public required string Label { get; set; }
    public required string None { get; set; }
    public required string Add { get; set; }
    public required string Change { get; set; }
    public required string Code { get; set; }
    public required string CodeHint { get; set; }
    public required string Name { get; set; }
    public required string Text { get; set; }
    public required string Variables { get; set; }
    public required string Whose { get; set; }
    public required string Everybody { get; set; }
    public required string Shipped { get; set; }
    public required string Save { get; set; }
    public required string Remove { get; set; }
    public required string Saved { get; set; }
    public required string Removed { get; set; }
    public required string CodeBad { get; set; }
    public required string CodeTaken { get; set; }
    public required string NameMissing { get; set; }
    public required string TextMissing { get; set; }
    public required string UnknownVariable { get; set; }
    public required string NotYours { get; set; }
    public required string Actions { get; set; }
    public required string Manage { get; set; }
}
