using IntakeBot.Casework.Content;

namespace IntakeBot.Casework.Places.Sample;

internal enum NeighbourhoodKind { Village, Estate, Park, Road }

/// <summary>A piece of a community with its own name: an urban village, an estate, a factory park, a street.</summary>
internal sealed record SampleNeighbourhood(NeighbourhoodKind Kind, string Name, int Community, GeoPoint Centre, double Angle, int Buildings);

/// <summary>Lays the neighbourhoods of a community around its centre, most of them dense villages, as in the real district.</summary>
internal sealed class Neighbourhoods(DistrictFile file)
{
    private const double RadiusMetres = 850, ApartMetres = 230;
    private readonly HashSet<string> estateNames = new(StringComparer.Ordinal);

    public IReadOnlyList<SampleNeighbourhood> Of(Community community, int index, int buildings, ref SampleRandom random)
    {
        var byKind = Shares.Split(buildings, [78, 8, 7, 7]);
        var made = new List<SampleNeighbourhood>();
        Add(made, NeighbourhoodKind.Village, byKind[0], 190, VillageNames(community, ref random), community, index, ref random);
        Add(made, NeighbourhoodKind.Estate, byKind[1], 28, EstateNames(community, ref random), community, index, ref random);
        Add(made, NeighbourhoodKind.Park, byKind[2], 26, [.. file.Names.Parks.Select(p => community.Name + p)], community, index, ref random);
        Add(made, NeighbourhoodKind.Road, byKind[3], 45, [.. file.Names.Roads.Select(r => community.Name + r)], community, index, ref random);
        return made;
    }

    private static void Add(
        List<SampleNeighbourhood> made, NeighbourhoodKind kind, int buildings, int size, string[] names, Community community, int index, ref SampleRandom random)
    {
        var count = Math.Clamp((buildings + size - 1) / size, 1, names.Length);
        foreach (var (i, part) in Shares.Split(buildings, [.. Enumerable.Repeat(1, count)]).Index())
            made.Add(new SampleNeighbourhood(kind, names[i], index, Spot(made, community.Centre, ref random), random.Between(0, Math.PI / 2), part));
    }

    private string[] VillageNames(Community community, ref SampleRandom random)
    {
        string[] names = [.. file.Names.Villages.Select(v => community.Name + v)];
        random.Shuffle(names.AsSpan(2)); // every community has its old and its new village
        return names;
    }

    private string[] EstateNames(Community community, ref SampleRandom random)
    {
        string[] names = [.. file.Names.EstateFirst.SelectMany(first => file.Names.Estates.Select(last => first + last))];
        random.Shuffle<string>(names);
        return [.. names.Take(16).Select(name => estateNames.Add(name) ? name : community.Name + name)];
    }

    /// <summary>A free spot: a few tries keep the neighbourhoods apart, the best of them is taken.</summary>
    private static GeoPoint Spot(List<SampleNeighbourhood> made, GeoPoint centre, ref SampleRandom random)
    {
        var (best, room) = (centre, -1.0);
        for (var attempt = 0; attempt < 12 && room < ApartMetres; attempt++)
        {
            double distance = RadiusMetres * Math.Sqrt(random.Fraction()), direction = random.Between(0, 2 * Math.PI);
            var (sin, cos) = Math.SinCos(direction);
            var point = Ground.Shift(centre, distance * cos, distance * sin);
            var nearest = made.Count == 0 ? double.MaxValue : made.Min(m => Ground.Rough(m.Centre, point));
            if (nearest > room) (best, room) = (point, nearest);
        }
        return best;
    }
}

/// <summary>Plain metres on the ground, good enough to lay out a sample.</summary>
internal static class Ground
{
    private const double North = 110_740, East = 102_650;

    /// <summary>Rounded to a millionth of a degree, a tenth of a metre, so that every machine gets the same digits.</summary>
    public static GeoPoint Shift(GeoPoint point, double east, double north) =>
        new(Math.Round(point.Lat + north / North, 6), Math.Round(point.Lon + east / East, 6));

    public static double Rough(GeoPoint a, GeoPoint b)
    {
        double dy = (a.Lat - b.Lat) * North, dx = (a.Lon - b.Lon) * East;
        return Math.Sqrt(dx * dx + dy * dy);
    }
}
