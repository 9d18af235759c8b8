namespace IntakeBot.Host.Desk.Cases;

internal sealed record CloseChoice(string Outcome, string Sentence);

/// <param name="Person">null: to the desk.</param>
internal sealed record TransferChoice(string StationId, string Comment, Staff.StaffMember? Person = null);
