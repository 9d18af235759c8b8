using IntakeBot.Dialogue.Content;

namespace IntakeBot.Dialogue.Turns;

/// <summary>What a message asks the engine to do, in the light of the state. Applied in order.</summary>
internal abstract record Command;

internal sealed record ChooseOption(string Value) : Command;
/// <param name="Correction">The slot held another value that mattered.</param>
/// <param name="Answer">It answers the open question, rather than being told in passing.</param>
internal sealed record SetSlot(string Slot, SlotValue Value, bool Correction, bool Answer) : Command;
internal sealed record ClearSlot(string Slot) : Command;
internal sealed record EditSlot(string Slot) : Command;
/// <summary>The line opened for change stays as it was.</summary>
/// <param name="Send">The summary, seen before, is confirmed.</param>
internal sealed record KeepLine(bool Send) : Command;
/// <summary>Words of the resident that belong to the description.</summary>
internal sealed record Tell(string Text, bool BeginsMatter) : Command;
internal sealed record NoteSecond(string Text) : Command;
internal sealed record Cancel : Command;
internal sealed record StartOver : Command;
internal sealed record AskPerson : Command;
internal sealed record AskStatus(string? Receipt) : Command;
internal sealed record Digress(FaqEntry Entry) : Command;
internal sealed record Affirm : Command;
internal sealed record Deny : Command;
/// <summary>Don't know, skip, none: there is no answer to the open question.</summary>
internal sealed record GiveNoAnswer : Command;
internal sealed record StayAnonymous(bool NoName) : Command;
internal sealed record Supplement(string Text) : Command;
internal sealed record Resolved : Command;
/// <param name="Key">Wording of one kind sentence.</param>
internal sealed record Chat(string Key) : Command;
