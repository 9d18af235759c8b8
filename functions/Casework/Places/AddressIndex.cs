namespace IntakeBot.Casework.Places;

/// <summary>
/// The buildings by the words of their addresses: the name of the neighbourhood, then lane, number and block. Made on
/// first use from the addresses themselves, so that imported ones are found the same way as generated ones.
/// </summary>
internal sealed class AddressIndex
{
    private const int ShortestName = 2;
    private readonly Gazetteer gazetteer;
    private readonly Dictionary<string, List<Neighbourhood>> byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Neighbourhood>>.AlternateLookup<ReadOnlySpan<char>> lookup;
    private readonly int longestName;

    public AddressIndex(Gazetteer gazetteer)
    {
        this.gazetteer = gazetteer;
        lookup = byName.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var i = 0; i < gazetteer.BuildingCount; i++)
        {
            var community = gazetteer.CommunityAt(i);
            var rest = gazetteer.Names.StripArea(AddressText.Normal(gazetteer.AddressAt(i)));
            var numbers = HouseNumber.Read(rest, out var nameLength);
            if (nameLength < ShortestName) continue;
            Of(rest.AsSpan(0, nameLength), community).Add(i, numbers, gazetteer.PointAt(i));
        }
        AddShortNames();
        longestName = byName.Count == 0 ? 0 : byName.Keys.Max(name => name.Length);
    }

    public AddressMatch Find(string typed)
    {
        var text = AddressText.Normal(typed.Length <= 400 ? typed : typed[..400]);
        var (community, subdistrict) = gazetteer.Names.In(text);
        var (place, end) = LongestName(text, community, subdistrict);
        if (place is not null)
        {
            var number = HouseNumber.Read(text.AsSpan(end), out _);
            var area = gazetteer.Communities[place.Community];
            var building = place.Find(number);
            return building >= 0
                ? new AddressMatch(AddressPrecision.Building, building, place.Community, area.Subdistrict, gazetteer.PointAt(building))
                : new AddressMatch(AddressPrecision.Neighbourhood, -1, place.Community, area.Subdistrict, place.Near(number, gazetteer));
        }
        if (community >= 0) return new AddressMatch(AddressPrecision.Community, -1, community, subdistrict, default);
        return subdistrict >= 0 ? new AddressMatch(AddressPrecision.Subdistrict, -1, -1, subdistrict, default) : AddressMatch.None;
    }

    /// <summary>A name that several communities have counts only where the text says which.</summary>
    private (Neighbourhood? Place, int End) LongestName(string text, int community, int subdistrict)
    {
        for (var length = Math.Min(longestName, text.Length); length >= ShortestName; length--)
        {
            for (var at = 0; at + length <= text.Length; at++)
            {
                if (!lookup.TryGetValue(text.AsSpan(at, length), out var places)) continue;
                var fitting = places.Where(p =>
                    (community < 0 || p.Community == community) && (subdistrict < 0 || gazetteer.Communities[p.Community].Subdistrict == subdistrict)).ToList();
                if (fitting.Count == 1) return (fitting[0], at + length);
            }
        }
        return (null, 0);
    }

    /// <summary>Within its community, a place is called without the community's name in front.</summary>
    private void AddShortNames()
    {
        foreach (var (name, places) in byName.ToList())
        {
            foreach (var place in places)
            {
                var prefix = gazetteer.Communities[place.Community].Name;
                if (!name.StartsWith(prefix, StringComparison.Ordinal) || name.Length - prefix.Length < ShortestName) continue;
                var brief = name[prefix.Length..];
                if (!byName.TryGetValue(brief, out var known)) byName[brief] = known = [];
                if (known.All(k => k.Community != place.Community)) known.Add(place);
            }
        }
    }

    private Neighbourhood Of(ReadOnlySpan<char> name, int community)
    {
        if (!lookup.TryGetValue(name, out var places)) byName[name.ToString()] = places = [];
        foreach (var known in places) if (known.Community == community) return known;
        var made = new Neighbourhood(community);
        places.Add(made);
        return made;
    }

    private sealed class Neighbourhood(int community)
    {
        private readonly Dictionary<HouseNumber, int> buildings = [];
        private double lat, lon;
        private int count;

        public int Community => community;

        public void Add(int building, HouseNumber number, GeoPoint point)
        {
            buildings.TryAdd(number, building);
            (lat, lon, count) = (lat + point.Lat, lon + point.Lon, count + 1);
        }

        /// <summary>The building, or -1 when the number is unknown or fits several.</summary>
        public int Find(HouseNumber number)
        {
            if (count == 1) return buildings.Values.First();
            if (number.IsEmpty) return -1;
            if (buildings.TryGetValue(number, out var exact)) return exact;
            var found = -1;
            foreach (var (known, building) in buildings)
            {
                if (!number.Within(known)) continue;
                if (found >= 0) return -1;
                found = building;
            }
            return found;
        }

        /// <summary>The middle of what still fits: a lane, or the whole neighbourhood.</summary>
        public GeoPoint Near(HouseNumber number, Gazetteer gazetteer)
        {
            double sumLat = 0, sumLon = 0;
            var fitting = 0;
            foreach (var (known, building) in buildings)
            {
                if (number.IsEmpty || !number.Within(known)) continue;
                var point = gazetteer.PointAt(building);
                (sumLat, sumLon, fitting) = (sumLat + point.Lat, sumLon + point.Lon, fitting + 1);
            }
            return fitting > 0 ? new GeoPoint(sumLat / fitting, sumLon / fitting) : new GeoPoint(lat / count, lon / count);
        }
    }
}
