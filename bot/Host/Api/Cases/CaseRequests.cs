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
