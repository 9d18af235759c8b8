using System.Globalization;
using IntakeBot.Dialogue.Flows;
using IntakeBot.Dialogue.Turns;

namespace IntakeBot.Dialogue.Rehearsal;

/// <summary>
/// Values of slots as fixtures write them: <c>none</c>; a category code; an address; <c>3000</c> or <c>~3000</c>; a time as residents say it;
/// <c>landlord 张三</c>; a phone number; <c>yes</c> or <c>no</c>; names with commas; any text.
/// </summary>
internal static class FixtureSlots
{
    public static SlotValue? Value(Stage stage, string name, string text, out string? fault)
    {
        fault = null;
        if (stage.Edition.Catalog.Slots.Find(name) is not { } slot) { fault = "there is no such slot"; return null; }
        if (text == "none") return NoValue.Instance;
        var about = text.StartsWith('~');
        var number = about ? text[1..] : text;
        SlotValue? value = slot.Type switch
        {
            SlotType.Category => stage.Edition.Catalog.Taxonomy.Find(text) is null ? null : new LeafValue(text, 0.9, "model", []),
            SlotType.Place => new PlaceValue("typed", Address: text),
            SlotType.Time => Time(stage, text),
            SlotType.Money => decimal.TryParse(number, CultureInfo.InvariantCulture, out var yuan) ? new MoneyValue(yuan, about) : null,
            SlotType.Count => int.TryParse(number, CultureInfo.InvariantCulture, out var count) ? new CountValue(count, about) : null,
            SlotType.Party => text.Split(' ', 2) is var party ? new PartyValue(party[0], party.Length > 1 ? party[1] : null) : null,
            SlotType.Contact => stage.Edition.Reader.Read(text, stage.Now).Phones is [var phone, ..] ? new ContactValue(null, phone.E164) : null,
            SlotType.Flag => text is "yes" or "no" ? new FlagValue(text == "yes") : null,
            SlotType.Names => new NamesValue(text.Split([',', '，', '、'], StringSplitOptions.TrimEntries)),
            SlotType.Files => null,
            _ => new TextValue(text),
        };
        if (value is null) fault = $"'{text}' is no value for a slot of type {slot.Type.ToString().ToLowerInvariant()}";
        return value;
    }

    private static TimeValue Time(Stage stage, string text) => stage.Edition.Reader.Read(text, stage.Now).Times is [var time, ..]
        ? new(text, time.Timex, time.Start, time.End > time.Start ? time.End : null, time.Recurring, time.Since) : new(text);
}
