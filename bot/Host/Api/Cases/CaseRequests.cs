using IntakeBot.Host.Api.Keys;

namespace IntakeBot.Host.Api.Cases;

/// <summary>Who acts; nothing else is needed.</summary>
public sealed record ByAgent(Agent Agent);

/// <param name="Text">For the resident, at most 8000 characters.</param>
public sealed record SayRequest(Agent Agent, string Text);

/// <param name="StationId">A station, hall, subdistrict or district desk; or else</param>
/// <param name="StaffId">an account or an agent (`api:KEY:AGENT`) who is on duty.</param>
/// <param name="Comment">For the colleagues there.</param>
public sealed record TransferRequest(Agent Agent, string? StationId = null, string? StaffId = null, string? Comment = null);

/// <param name="Outcome">A code of /api/v1/outcomes.</param>
/// <param name="Sentence">For the resident, who is asked then whether it is solved.</param>
public sealed record CloseRequest(Agent Agent, string Outcome, string Sentence);

/// <param name="Text">For colleagues, at most 8000 characters.</param>
public sealed record NoteRequest(Agent Agent, string Text);

/// <param name="Number">Whose number was called: reporter, counterparty or other. The number itself is not written down.</param>
/// <param name="Result">reached, no-answer, busy, wrong-number or refused.</param>
/// <param name="Comment">What was said.</param>
public sealed record CallRequest(Agent Agent, string Number, string Result, string? Comment = null);

/// <param name="Field">category, urgency, kind, building, address, detail, when, wish, amount, people, counterparty, counterparty-phone, reporter-name or reporter-phone.</param>
/// <param name="Value">As people write it; empty or absent: nothing.</param>
/// <param name="Saw">The `value` of the fact as the case showed it; of personal facts the unmasked one.</param>
public sealed record ReviseRequest(Agent Agent, string Field, string? Value = null, string? Saw = null);

/// <param name="State">contacted, handling, ordered, settled or unsettled.</param>
public sealed record ProgressRequest(Agent Agent, string State);

/// <param name="Why">For the timeline.</param>
public sealed record WhyRequest(Agent Agent, string? Why = null);

/// <param name="Into">The case in which the matter is handled.</param>
/// <param name="Comment">For the timeline.</param>
public sealed record MergeRequest(Agent Agent, Guid Into, string? Comment = null);
