using IntakeBot.Dialogue.Turns;

namespace IntakeBot.Dialogue.Rehearsal;

/// <summary>What a slot holds, in the words of scripts: <c>~3000</c>, <c>landlord 张三 +8613812345678</c>, <c>qr TW-000123 ...</c>, <c>none</c>, <c>unknown</c>.</summary>
internal static class SlotClaims
{
    public static Parsed Read(string slot, string value) =>
        Parsed.Check($"slot {slot} {value}", stage => Shown(stage.State?.Find(slot)) is var found && found.Contains(value, StringComparison.Ordinal) ? null : found);

    public static string Shown(SlotValue? value) => value switch
    {
        null => "unknown",
        NoValue => "none",
        TextValue text => text.Text,
        LeafValue leaf => leaf.Leaf,
        MoneyValue money => (money.About ? "~" : "") + money.Value.ToString("0.##"),
        CountValue count => (count.About ? "~" : "") + count.Count,
        TimeValue time => time.Text,
        PartyValue party => Joined(party.Kind, party.Name, party.Phone),
        ContactValue contact => Joined(contact.Name, contact.Phone),
        PlaceValue place => Joined(place.Source, place.Building, place.Address),
        FlagValue flag => flag.Set ? "yes" : "no",
        NamesValue names => string.Join(',', names.Names),
        _ => value.ToString(),
    };

    private static string Joined(params ReadOnlySpan<string?> parts)
    {
        var said = new List<string>();
        foreach (var part in parts) if (!string.IsNullOrEmpty(part)) said.Add(part);
        return string.Join(' ', said);
    }
}
