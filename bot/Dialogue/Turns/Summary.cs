using System.Text;
using IntakeBot.Dialogue.Flows;
using IntakeBot.Dialogue.Wording;

namespace IntakeBot.Dialogue.Turns;

/// <summary>The sheet shown before sending, one numbered line per fact; each can be changed by tap, name or number.</summary>
internal static class Summary
{
    public readonly record struct SummaryLine(string Slot, string Text, bool Editable);

    public static IEnumerable<SummaryLine> Lines(Turn turn)
    {
        foreach (var slot in turn.Catalog.Slots.All)
        {
            // Room and anonymity are shown with the lines they belong to.
            if (slot.Name is SlotNames.Detail or SlotNames.Anonymous || slot.Type == SlotType.Choice) continue;
            if (Phrases.Line(slot.Name, turn.State, turn.Book, turn.Catalog) is { } text) yield return new(slot.Name, text, slot.Editable);
        }
    }

    public static string Compose(Turn turn)
    {
        var text = new StringBuilder(turn.Text("summary.head")).Append('\n');
        var n = 0;
        foreach (var line in Lines(turn).OrderBy(l => l.Editable ? 0 : 1))
            text.Append(turn.Book.Say("summary.line", ("n", (++n).ToString()), ("line", turn.Book.Say($"line.{line.Slot}")), ("value", line.Text))).Append('\n');
        return text.Append(turn.Text("summary.tail")).ToString();
    }
}
