using IntakeBot.Casework.Cases;
using IntakeBot.Casework.Places;
using IntakeBot.Casework.Routing;
using IntakeBot.Casework.Store;

namespace IntakeBot.Casework.Handoff;

internal static class StoredMatter
{
    /// <summary>The matter as the case remembers it; the petition itself may be unreadable here.</summary>
    public static Matter Of(CaseRow row, PlacesSnapshot places)
    {
        var gazetteer = places.Gazetteer;
        var named = gazetteer.FindCommunity(row.Community);
        var matter = row is { Latitude: { } lat, Longitude: { } lon }
            ? Matter.At(gazetteer, new GeoPoint(lat, lon))
            : new Matter(PlaceSource.None, default, named, named < 0 ? -1 : gazetteer.Communities[named].Subdistrict);
        return matter with { Accused = Accused.FromIds(Exclusions.Of(row), places) };
    }
}
