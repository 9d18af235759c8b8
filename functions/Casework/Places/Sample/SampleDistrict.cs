using System.Globalization;
using IntakeBot.Casework.Content;

namespace IntakeBot.Casework.Places.Sample;

/// <summary>
/// A district to try everything with: the real names and codes of subdistricts and communities, and buildings that are
/// generated, always the same, clustered as in the real place, and labelled synthetic.
/// </summary>
internal sealed class SampleDistrict
{
    private const ulong Seed = 440311;
    private readonly DistrictFile file;
    private readonly BuildingColumns columns;
    private readonly List<SampleNeighbourhood> neighbourhoods = [];
    private int next;

    private SampleDistrict(DistrictFile file)
    {
        this.file = file;
        columns = new BuildingColumns(file.Buildings);
        var (subdistricts, communities) = DistrictAreas.Of(file);
        var weights = file.Subdistricts.SelectMany(s => s.Communities).Select(c => c.Weight).ToList();
        var shares = Shares.Split(file.Buildings, weights);
        var layout = new Neighbourhoods(file);
        for (var i = 0; i < communities.Count; i++)
        {
            var random = new SampleRandom(Seed + (ulong)i * 7919);
            var first = next;
            foreach (var neighbourhood in layout.Of(communities[i], i, shares[i], ref random))
            {
                neighbourhoods.Add(neighbourhood);
                Build(neighbourhood, communities[i], subdistricts[communities[i].Subdistrict], ref random, first);
            }
        }
        Gazetteer = new Gazetteer(DistrictAreas.Names(file, subdistricts, communities), subdistricts, communities, columns, synthetic: true);
    }

    public Gazetteer Gazetteer { get; }
    public IReadOnlyList<SampleNeighbourhood> Places => neighbourhoods;

    public static SampleDistrict Generate(CaseworkContent content) => new(content.District);

    private void Build(SampleNeighbourhood place, Community community, Subdistrict subdistrict, ref SampleRandom random, int first)
    {
        string Prepared(string template) => template.Replace("{subdistrict}", subdistrict.Name, StringComparison.Ordinal)
            .Replace("{community}", community.Name, StringComparison.Ordinal).Replace("{place}", place.Name, StringComparison.Ordinal);

        var address = file.Address;
        switch (place.Kind)
        {
            case NeighbourhoodKind.Village: Village(place, Prepared(address.VillageWhole), Prepared(address.Village), community, first, ref random); break;
            case NeighbourhoodKind.Estate: Rows(place, Prepared(address.Estate), 45, 40, community, first, ref random); break;
            case NeighbourhoodKind.Park: Rows(place, Prepared(address.Park), 60, 45, community, first, ref random); break;
            default: Street(place, Prepared(address.Road), community, first, ref random); break;
        }
    }

    /// <summary>Lanes 16 m apart, houses every 13 m; every eleventh number or so has two or three blocks.</summary>
    private void Village(SampleNeighbourhood place, string whole, string blocks, Community community, int first, ref SampleRandom random)
    {
        var perLane = Math.Max(6, (int)Math.Ceiling(Math.Sqrt(place.Buildings * 1.4)));
        int lane = 1, number = 0, column = 0;
        for (var left = place.Buildings; left > 0;)
        {
            if (column >= perLane) (lane, number, column) = (lane + 1, 0, 0);
            number++;
            var count = Math.Min(left, random.Below(11) == 0 ? 2 + random.Below(2) : 1);
            for (var block = 1; block <= count; block++, column++, left--)
            {
                var text = (count == 1 ? whole : blocks).Replace("{lane}", Text(lane), StringComparison.Ordinal)
                    .Replace("{number}", Text(number), StringComparison.Ordinal).Replace("{block}", Text(block), StringComparison.Ordinal);
                Put(place, text, (column - perLane / 2.0) * 13, (lane - perLane / 2.8) * 16, community, first, ref random);
            }
        }
    }

    private void Rows(SampleNeighbourhood place, string template, double east, double north, Community community, int first, ref SampleRandom random)
    {
        var perRow = Math.Max(2, (int)Math.Ceiling(Math.Sqrt(place.Buildings)));
        for (var i = 0; i < place.Buildings; i++)
        {
            var text = template.Replace("{letter}", ((char)('A' + i % 4)).ToString(), StringComparison.Ordinal)
                .Replace("{block}", Text(template.Contains("{letter}", StringComparison.Ordinal) ? i / 4 + 1 : i + 1), StringComparison.Ordinal);
            Put(place, text, (i % perRow - perRow / 2.0) * east, (i / perRow - perRow / 2.0) * north, community, first, ref random);
        }
    }

    /// <summary>Odd numbers on one side, even ones on the other.</summary>
    private void Street(SampleNeighbourhood place, string template, Community community, int first, ref SampleRandom random)
    {
        for (var i = 0; i < place.Buildings; i++)
        {
            var text = template.Replace("{number}", Text(i + 1), StringComparison.Ordinal);
            Put(place, text, (i / 2 - place.Buildings / 4.0) * 15, i % 2 * 24 - 12, community, first, ref random);
        }
    }

    private void Put(SampleNeighbourhood place, string address, double east, double north, Community community, int first, ref SampleRandom random)
    {
        var (sin, cos) = Math.SinCos(place.Angle);
        double x = east + random.Between(-2, 2), y = north + random.Between(-2, 2);
        var point = Ground.Shift(place.Centre, x * cos - y * sin, x * sin + y * cos);
        columns.Codes[next] = $"{community.Initials}-{next - first + 1:D6}";
        columns.Addresses[next] = address;
        columns.Lats[next] = point.Lat;
        columns.Lons[next] = point.Lon;
        columns.Communities[next] = (byte)place.Community;
        next++;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
