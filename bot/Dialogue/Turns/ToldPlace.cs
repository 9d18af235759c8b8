using IntakeBot.Dialogue.Content;
using IntakeBot.Dialogue.Understanding;

namespace IntakeBot.Dialogue.Turns;

/// <summary>The place that a message speaks of, cut out of the resident's own words.</summary>
internal sealed class ToldPlace(Turn turn, Reading reading)
{
    private const int Story = 25;

    private static readonly System.Buffers.SearchValues<char> Stops = System.Buffers.SearchValues.Create("，,。.；;！!？?\n ");

    private Settings Settings => turn.Catalog.Settings;

    public static PlaceValue Scanned(ScannedBuilding b) => new("qr", b.Code, b.Address, b.Latitude, b.Longitude, "WGS84", b.Community);

    /// <summary>
    /// The place as the resident put it: mentions that follow each other are one (公明 + 市场北门5号). A "not here" that goes on to say
    /// where (不是这栋，是对面工地) counts as a place relative to the building scanned.
    /// </summary>
    public string? Text(bool asked, out bool relative)
    {
        relative = false;
        int start = -1, end = -1;
        foreach (var place in reading.Places.Where(p => p.Kind is "address" or "landmark" or "elsewhere" && !reading.Follows(p.Span, Settings.Rejecting)).OrderBy(p => p.Span.Start))
        {
            var text = place.Span.Of(reading.Text);
            if (place.Kind == "elsewhere" && (Settings.Rejecting.Any(r => text.StartsWith(r, StringComparison.OrdinalIgnoreCase)) || Settings.Change.IsMatch(text))) continue;
            relative |= place.Kind is "landmark" or "elsewhere";
            if (start < 0) start = place.Span.Start;
            else if (place.Span.Start - end > 6 || reading.Text.AsSpan(end, Math.Max(0, place.Span.Start - end)).ContainsAny(Stops)) break;
            end = Math.Max(end, place.Span.End);
        }
        if (start < 0 && reading.Places.LastOrDefault(p => p.Kind == "elsewhere") is { } away && turn.State.Words.Count > 0 && Weight.Of(reading.Text) <= Story && Weight.Of(reading.Text[away.Span.End..]) >= 2)
        {
            // "Not this building, the yard behind": what follows says where, in words that no list of places has. Of the first message it
            // is the matter itself.
            relative = true;
            (start, end) = (away.Span.End, reading.Text.Length);
            while (start < end && Stops.Contains(reading.Text[start])) start++;
        }
        if (start < 0) return null;
        if (asked)
        {
            // Asked for it, all of the clause is the place: 光明大街中国银行门口, 公明市场北门5号对面.
            while (end < reading.Text.Length && !Stops.Contains(reading.Text[end])) end++;
            var whole = !reading.Places.Any(p => p.Kind == "elsewhere") && !Settings.Change.IsMatch(reading.Text);
            while (whole && start > 0 && !Stops.Contains(reading.Text[start - 1]) && !FollowsLead(start)) start--;
        }
        var found = reading.Original[start..end].Trim();
        foreach (var lead in Settings.PlaceLead)
            if (found.StartsWith(lead, StringComparison.OrdinalIgnoreCase) && found.Length > lead.Length + 1) found = found[lead.Length..].TrimStart();
        return found;
    }

    private bool FollowsLead(int at) => reading.Follows(new(at, 0), Settings.PlaceLead) || reading.Follows(new(at, 0), Settings.Rejecting);

    // "The site opposite" is found from the building whose code was scanned: its point and community stay, within the service circle.
    public PlaceValue Value(string place, bool relative) =>
        relative && turn.Context.Building is { } b && reading.Places.Any(p => p.Kind == "elsewhere") && !reading.Places.Any(p => p.Kind == "address")
            ? new("typed", null, $"{place}（{b.Address}）", b.Latitude, b.Longitude, "WGS84", b.Community)
            : new("typed", Address: place);
}
