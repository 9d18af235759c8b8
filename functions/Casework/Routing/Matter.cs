using IntakeBot.Casework.Petitions;
using IntakeBot.Casework.Places;

namespace IntakeBot.Casework.Routing;

/// <summary>From where the point of a matter comes.</summary>
public enum PlaceSource { None, Building, Shared, Typed }

/// <summary>What routing needs to know of a petition.</summary>
/// <param name="Point">WGS-84; meaningless when <paramref name="Source"/> is None.</param>
/// <param name="Community">Index of the community, or -1: of the point, or only named.</param>
/// <param name="Subdistrict">Index of the subdistrict, or -1.</param>
/// <param name="Accused">Stations complained of; null = none.</param>
public readonly record struct Matter(PlaceSource Source, GeoPoint Point, int Community, int Subdistrict, Accused? Accused = null)
{
    public static readonly Matter Nowhere = new(PlaceSource.None, default, -1, -1);

    public bool HasPoint => Source != PlaceSource.None;

    /// <summary>The matter at a building of the gazetteer; the way without allocation.</summary>
    public static Matter At(Gazetteer gazetteer, int building)
    {
        var community = gazetteer.CommunityAt(building);
        return new Matter(PlaceSource.Building, gazetteer.PointAt(building), community, gazetteer.Communities[community].Subdistrict);
    }

    /// <summary>The matter at a shared point. Convert its datum first (<see cref="GeoPoint.From"/>).</summary>
    public static Matter At(Gazetteer gazetteer, GeoPoint point)
    {
        var community = gazetteer.CommunityOf(point);
        return new Matter(PlaceSource.Shared, point, community, community < 0 ? -1 : gazetteer.Communities[community].Subdistrict);
    }

    /// <summary>
    /// The point of a petition: its building, its point, or its typed address; without any of these the community it names,
    /// in <c>where</c> or in the text.
    /// </summary>
    public static Matter Of(Petition petition, PlacesSnapshot places, RoutingWords words)
    {
        var place = PlaceOf(petition, places.Gazetteer);
        return place with { Accused = Accused.Find(petition, place, places, words) };
    }

    private static Matter PlaceOf(Petition petition, Gazetteer gazetteer)
    {
        var where = petition.Where;
        if (where.Building is { } code && gazetteer.IndexOf(code) is >= 0 and var building) return At(gazetteer, building);
        if (where.Point is { } point && Datums.TryParse(point.Datum, out var datum))
        {
            var shared = At(gazetteer, GeoPoint.From(point.Lat, point.Lon, datum));
            if (shared.Community >= 0) return shared;
        }
        var typed = gazetteer.FindAddress(string.Concat(where.Address, " ", where.Detail));
        if (typed.HasPoint) return new Matter(PlaceSource.Typed, typed.Point, typed.Community, typed.Subdistrict);

        var named = typed.Community >= 0 ? typed.Community : gazetteer.FindCommunity(where.Community);
        if (named < 0)
        {
            var (community, subdistrict) = gazetteer.NamedIn(string.Concat(petition.Title, " ", petition.Description));
            if (community < 0) return Outside(petition, gazetteer, typed.Subdistrict >= 0 ? typed.Subdistrict : subdistrict);
            named = community;
        }
        return new Matter(PlaceSource.None, default, named, gazetteer.Communities[named].Subdistrict);
    }

    /// <summary>A point beyond the district is kept: a station just inside may still be near.</summary>
    private static Matter Outside(Petition petition, Gazetteer gazetteer, int subdistrict) =>
        petition.Where.Point is { } point && Datums.TryParse(point.Datum, out var datum)
            ? At(gazetteer, GeoPoint.From(point.Lat, point.Lon, datum)) with { Subdistrict = subdistrict }
            : new Matter(PlaceSource.None, default, -1, subdistrict);
}
