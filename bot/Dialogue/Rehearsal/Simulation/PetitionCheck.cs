using IntakeBot.Dialogue.Flows;
using IntakeBot.Dialogue.Petitions;

namespace IntakeBot.Dialogue.Rehearsal.Simulation;

/// <summary>
/// Compares a petition with what the resident knows. What he has told must be there and mean the same; what he has not told may be
/// missing, but must not be made up.
/// </summary>
internal static class PetitionCheck
{
    private const string Any = "any";

    public static IReadOnlyList<FieldCheck> Check(Resident resident, PetitionDraft petition, IReadOnlySet<string> told)
    {
        var expect = resident.Expect;
        var fields = new List<FieldCheck>
        {
            new("category", expect.Leaf, petition.Category.Leaf, petition.Category.Leaf == expect.Leaf || expect.Or.Contains(petition.Category.Leaf)),
            Field(SlotNames.Amount, petition.Amount is { } a ? (a.Approximate ? "~" : "") + a.Value.ToString("0.##") : null, Number),
            Field(SlotNames.People, petition.People is { } p ? (p.Approximate ? "~" : "") + p.Count : null, Number),
            Field(SlotNames.Counterparty, petition.Counterparty is { } c ? $"{c.Kind} {c.Name} {c.Phone}".Trim() : null, Party),
            Time(),
            Place(),
            Field(SlotNames.Detail, petition.Where.Detail, Piece),
            Field(SlotNames.Wish, petition.Wish, Piece),
            Field(SlotNames.Representatives, petition.People is { Representatives.Count: > 0 } r ? string.Join(',', r.Representatives) : null, Piece),
            Contact(),
        };
        if (expect.Urgency is { } urgency) fields.Add(new("urgency", urgency, petition.Urgency.Level, petition.Urgency.Level == urgency));
        if (expect.Kind is { } kind) fields.Add(new("kind", kind, petition.Kind, petition.Kind == kind));
        if (expect.Language is { } language) fields.Add(new("language", language, petition.Language, petition.Language == language));
        fields.AddRange(expect.Keeps.Select(piece => new FieldCheck("description", piece, petition.Description, petition.Description.Contains(piece, StringComparison.Ordinal))));
        return fields;

        string? Means(string slot) => resident.Facts.GetValueOrDefault(slot)?.Means;

        FieldCheck Field(string slot, string? found, Func<string, string, bool> same)
        {
            var means = Means(slot);
            var knows = told.Contains(slot);
            // Of a party that was only touched upon, the kind is enough.
            var right = found is null ? means is null || !knows || One(means, m => m == Any) : means is not null && One(means, m => m == Any || same(knows || slot != SlotNames.Counterparty ? m : m.Split(' ')[0], found));
            return new(slot, knows ? means : null, found, right);
        }

        // A petition has one time: since when, or when.
        FieldCheck Time()
        {
            string[] slots = [SlotNames.When, SlotNames.Since];
            var known = slots.Where(s => Means(s) is not null).ToList();
            var found = petition.When is { } when ? $"{when.Text} {when.Timex}".Trim() : null;
            var right = known.Exists(s => One(Means(s)!, m => m == Any)) || (found is null ? !known.Exists(told.Contains) : known.Exists(s => One(Means(s)!, m => Moment(m, petition.When!))));
            return new("time", string.Join(" or ", known.Where(told.Contains).Select(Means)) is { Length: > 0 } expected ? expected : null, found, right);
        }

        // Where he stands is where it happened, unless he says otherwise.
        FieldCheck Place()
        {
            var found = $"{petition.Where.Source} {petition.Where.Building} {petition.Where.Address} {petition.Where.Detail}".Trim();
            var means = Means(SlotNames.Where) is { } where && told.Contains(SlotNames.Where) ? where : resident.Scan == "none" ? null : resident.Scan;
            return new(SlotNames.Where, means, found, means is null ? petition.Where.Source == "none" : One(means, m => m == Any || found.Contains(m, StringComparison.Ordinal)));
        }

        FieldCheck Contact()
        {
            var means = Means(SlotNames.Contact) ?? "anonymous";
            var found = petition.Reporter.Anonymous ? "anonymous" : $"{petition.Reporter.Name} {petition.Reporter.Phone}".Trim();
            var unasked = !told.Contains(SlotNames.Contact) && found == "anonymous";
            return new(SlotNames.Contact, means, found, unasked || One(means, m => m == Any || found == (m == "inChat" ? "anonymous" : m)));
        }
    }

    // Several that staff would accept stand with bars between them.
    private static bool One(string means, Func<string, bool> holds) => means.Split('|').Any(holds);

    private static bool Number(string means, string found) => found == means;

    private static bool Piece(string means, string found) => found.Contains(means, StringComparison.OrdinalIgnoreCase);

    // landlord; company 宏远: the kind, and if a name is known, that.
    private static bool Party(string means, string found)
    {
        var (kind, name) = found.Split(' ', 2) is [var k, var n] ? (k, n) : (found, "");
        return means.Split(' ', 2) is [var expected, var called] ? kind == expected && name.Contains(called, StringComparison.OrdinalIgnoreCase) : kind == means && name.Length == 0;
    }

    private static bool Moment(string means, DraftTime found) =>
        found.Timex == means || found.Text.Contains(means, StringComparison.OrdinalIgnoreCase) || found.Start?.ToString("yyyy-MM-dd") == means;
}

/// <param name="Expected">null: nothing was told of it.</param>
/// <param name="Found">null: the petition has nothing.</param>
public sealed record FieldCheck(string Field, string? Expected, string? Found, bool Right);
