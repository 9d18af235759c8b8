namespace IntakeBot.Host.Desk.Cases;

internal sealed record CloseChoice(string Outcome, string Sentence);

internal sealed record TransferChoice(string StationId, string Comment);
