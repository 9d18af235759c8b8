namespace IntakeBot.Casework.Cases;

/// <summary>Why a case could not be changed. Expected failures: values, not exceptions.</summary>
public abstract record CaseProblem;

public sealed record CaseNotFound(Guid CaseId) : CaseProblem;
/// <summary>The table of moves does not allow it.</summary>
public sealed record IllegalMove(CaseState From, CaseState To) : CaseProblem;
/// <summary>Somebody else was faster, or owns it.</summary>
public sealed record OwnedByOther(string OwnerId, string OwnerName) : CaseProblem;
/// <summary>Only the owner may do that, and nobody owns the case now.</summary>
public sealed record NotOwned : CaseProblem;
/// <summary>The case changed between reading and writing; read again.</summary>
public sealed record CaseChanged(Guid CaseId) : CaseProblem;
public sealed record UnknownOutcome(string Outcome) : CaseProblem;
public sealed record SentenceMissing : CaseProblem;
public sealed record UnknownStation(string StationId) : CaseProblem;
/// <summary>The station is the one complained of.</summary>
public sealed record StationComplainedOf(string StationId) : CaseProblem;
public sealed record StarsOutOfRange(int Stars) : CaseProblem;
/// <summary>The outcome says that nobody could be reached, and so many logged tries are still missing.</summary>
public sealed record TriesMissing(int Missing) : CaseProblem;
/// <summary>Neither a number nor a result that the call log knows.</summary>
public sealed record CallInvalid(string Number, string Result) : CaseProblem;
/// <summary>A value that does not fit its fact.</summary>
public sealed record FactInvalid(string Field, FactFault Fault) : CaseProblem;
/// <summary>A case cannot be its own duplicate, also not by way of others.</summary>
public sealed record MergedIntoItself(Guid CaseId) : CaseProblem;
/// <summary>The case to merge into is over: its residents would hear of nothing any more.</summary>
public sealed record MergeTargetOver(Guid CaseId, CaseState State) : CaseProblem;
/// <summary>So many open cases in hand are enough: hand some over first.</summary>
public sealed record TooManyInHand(int Most) : CaseProblem;
