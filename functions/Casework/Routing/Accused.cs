using IntakeBot.Casework.Cases;
using IntakeBot.Casework.Petitions;
using IntakeBot.Casework.Places;

namespace IntakeBot.Casework.Routing;

/// <summary>
/// The stations whose own people a petition complains of. It must never reach them (信访工作条例 art. 28): better one
/// station too many here than one too few.
/// </summary>
public sealed class Accused
{
    private readonly int[] stations;

    private Accused(int[] stations) => this.stations = stations;

    public bool Contains(int station) => Array.IndexOf(stations, station) >= 0;

    public IReadOnlyList<string> Ids(PlacesSnapshot places) => [.. stations.Select(i => places.StationAt(i).Id)];

    internal static Accused? FromIds(IEnumerable<string> ids, PlacesSnapshot places)
    {
        var known = ids.Select(places.FindStation).OfType<Station>().Select(s => s.Index).ToArray();
        return known.Length == 0 ? null : new Accused(known);
    }

    internal static Accused? Find(Petition petition, Matter place, PlacesSnapshot places, RoutingWords words)
    {
        var about = words.AboutStaff;
        if (!about.Kinds.Contains(petition.Kind)) return null;
        if (!about.Leaves.Contains(petition.Category.Leaf) && petition.Counterparty?.Kind != "official") return null;

        var text = AddressText.Normal(string.Concat(petition.Counterparty?.Name, " ", petition.Title, " ", petition.Description));
        var found = places.Stations.Where(s => text.Contains(words.ShortName(s), StringComparison.Ordinal)).Select(s => s.Index).ToList();
        if (found.Count == 0 && Says(text, about.Unnamed) && place.HasPoint)
            found.AddRange(places.Near(place.Point, Router.CircleMetres).Where(n => n.Station.Level == CaseLevel.Station).Select(n => n.Station.Index));
        if (Says(text, about.UnnamedHall)) found.Add(places.Hall(place.Community));
        if (Says(text, about.UnnamedSubdistrict)) found.Add(places.SubdistrictDesk(place.Subdistrict));

        int[] known = [.. found.Where(i => i >= 0).Distinct()];
        return known.Length == 0 ? null : new Accused(known);
    }

    private static bool Says(string text, IEnumerable<string> phrases) => phrases.Any(p => text.Contains(p, StringComparison.Ordinal));
}
