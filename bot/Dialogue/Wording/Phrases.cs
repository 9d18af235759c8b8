using IntakeBot.Dialogue.Content;
using IntakeBot.Dialogue.Flows;
using IntakeBot.Dialogue.Turns;

namespace IntakeBot.Dialogue.Wording;

/// <summary>Values as a resident reads them.</summary>
internal static class Phrases
{
    public static string Of(SlotValue value, WordingBook book, ContentCatalog catalog) => value switch
    {
        TextValue text => text.Text,
        LeafValue leaf => Category(leaf, book, catalog),
        PlaceValue place => Place(place, book),
        TimeValue time => Time(time, book),
        MoneyValue money => Money(money, book),
        CountValue count => People(count, book),
        PartyValue party => Party(party, book),
        ContactValue contact => string.Join(' ', new[] { contact.Name, Phone(contact.Phone) }.Where(s => !string.IsNullOrEmpty(s))),
        NamesValue names => string.Join(book.Language == Languages.English ? ", " : "、", names.Names),
        FlagValue { Set: true } => book.Say("value.anonymous"),
        _ => book.Say("value.unknown"),
    };

    public static string Money(MoneyValue money, WordingBook book)
    {
        var text = book.Say("value.yuan", ("value", money.Value.ToString("0.##")));
        return money.About ? book.Say("value.about", ("value", text)) : text;
    }

    public static string People(CountValue count, WordingBook book)
    {
        var text = book.Say("value.people", ("value", count.Count.ToString()));
        return count.About ? book.Say("value.about", ("value", text)) : text;
    }

    public static string Party(PartyValue party, WordingBook book)
    {
        var kind = party.Kind == "unknown" ? null : book.Has("party." + party.Kind) ? book.Say("party." + party.Kind) : null;
        if (party.Name is null) return kind ?? book.Say("party.unknown");
        return kind is null || party.Name.Length > 4 ? party.Name : book.Say("value.party", ("kind", kind), ("name", party.Name));
    }

    /// <summary>138****5678: enough to recognise, too little to read over a shoulder.</summary>
    public static string? Phone(string? e164)
    {
        if (e164 is null) return null;
        var number = e164.StartsWith("+86", StringComparison.Ordinal) ? e164[3..] : e164;
        return number.Length < 8 ? number : $"{number[..3]}****{number[^4..]}";
    }

    private static string Category(LeafValue leaf, WordingBook book, ContentCatalog catalog)
    {
        var name = catalog.Taxonomy.Find(leaf.Leaf)?.Name(book.Language) ?? leaf.Leaf;
        return leaf.By == "resident" || leaf.Confidence >= catalog.Settings.CertainCategory ? name : book.Say("value.unsure", ("value", name));
    }

    private static string Place(PlaceValue place, WordingBook book) =>
        place.Address ?? (place.Latitude is null ? book.Say("value.unknown") : book.Say("value.shared"));

    private static string Time(TimeValue time, WordingBook book)
    {
        if (time.Start is not { } start || time.Recurring || time.Since || time.Text.Any(char.IsAsciiDigit) || !NamesDay(time)) return time.Text;
        var date = book.Say("value.date", ("month", start.Month.ToString()), ("day", start.Day.ToString()));
        return book.Say("value.dated", ("text", time.Text), ("date", date));
    }

    // "In September" is no day, and its first day would be a wrong one.
    private static bool NamesDay(TimeValue time) => time.Timex is not { } timex || timex.Count(c => c == '-') == 2;

    /// <summary>What the line of a slot shows on the summary; a room stands with its place.</summary>
    public static string? Line(string slot, ConversationState state, WordingBook book, ContentCatalog catalog)
    {
        var value = state.Find(slot);
        switch (slot)
        {
            case SlotNames.Problem:
                var words = string.Join(' ', state.Words);
                return words.Length == 0 ? null : words.Length <= 60 ? words : string.Concat(words.AsSpan(0, 58), "……");
            case SlotNames.Where:
                var place = value is PlaceValue found ? Place(found, book) : book.Say("value.unknown");
                return state.Find<TextValue>(SlotNames.Detail) is { } detail ? $"{place}{(book.Language == Languages.English ? ", " : "，")}{detail.Text}" : place;
            case SlotNames.Contact:
                if (state.Find<FlagValue>(SlotNames.Anonymous) is { Set: true }) return book.Say("value.anonymous");
                return value is ContactValue contact && (contact.Name ?? contact.Phone) is not null ? Of(contact, book, catalog) : book.Say("value.inChat");
            case SlotNames.Photo:
                return state.Files.Count == 0 ? null : book.Say("value.files", ("value", state.Files.Count.ToString()));
            default:
                return value is null or NoValue ? null : Of(value, book, catalog);
        }
    }
}
