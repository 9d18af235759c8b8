namespace IntakeBot.Casework.Places;

/// <summary>Subdistricts, communities and buildings: what changes only by an import. Immutable, in columns.</summary>
public sealed class Gazetteer
{
    private readonly BuildingColumns columns;
    private readonly Dictionary<string, int> byCode;
    private readonly PointGrid grid;
    private readonly Lazy<AddressIndex> addresses;

    internal Gazetteer(DistrictNames names, IReadOnlyList<Subdistrict> subdistricts, IReadOnlyList<Community> communities, BuildingColumns columns, bool synthetic)
    {
        Subdistricts = subdistricts;
        Communities = communities;
        Synthetic = synthetic;
        Names = names;
        this.columns = columns;
        byCode = new Dictionary<string, int>(columns.Count, StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < columns.Count; i++) byCode[columns.Codes[i]] = i;
        grid = new PointGrid(columns.Lats, columns.Lons);
        addresses = new Lazy<AddressIndex>(() => new AddressIndex(this));
    }

    public IReadOnlyList<Subdistrict> Subdistricts { get; }
    public IReadOnlyList<Community> Communities { get; }
    public int BuildingCount => columns.Count;
    /// <summary>The buildings are generated, not real places.</summary>
    public bool Synthetic { get; }
    internal DistrictNames Names { get; }

    public Building? FindBuilding(string? code) => code is not null && byCode.TryGetValue(code, out var index) ? BuildingAt(index) : null;

    public Building BuildingAt(int index) =>
        new(columns.Codes[index], columns.Addresses[index], PointAt(index), Communities[columns.Communities[index]]);

    /// <summary>Index of a building's code, or -1; the way without allocation.</summary>
    public int IndexOf(string code) => byCode.TryGetValue(code, out var index) ? index : -1;

    internal GeoPoint PointAt(int index) => new(columns.Lats[index], columns.Lons[index]);
    internal int CommunityAt(int index) => columns.Communities[index];
    internal string AddressAt(int index) => columns.Addresses[index];

    /// <summary>Reads a typed address: the building, the neighbourhood, or at least the community it names.</summary>
    public AddressMatch FindAddress(string? text) => string.IsNullOrWhiteSpace(text) ? AddressMatch.None : addresses.Value.Find(text);

    /// <summary>Index of a community by name, with or without the word for it; -1 when there is none.</summary>
    public int FindCommunity(string? name) => name is null ? -1 : Names.Community(name);

    /// <summary>Indices of the community and subdistrict that a free text names; -1 each when none.</summary>
    public (int Community, int Subdistrict) NamedIn(string text) => Names.In(AddressText.Normal(text));

    /// <summary>
    /// The community of a point: that of the nearest building within a kilometre or so; -1 beyond, where the point is
    /// outside the district.
    /// </summary>
    public int CommunityOf(GeoPoint point)
    {
        var (north, east) = Geodesic.PerDegree(point.Lat);
        for (var rings = 1; rings <= 2; rings++)
        {
            var (best, nearest) = (-1, double.MaxValue);
            foreach (var piece in grid.Near(point, rings))
            {
                foreach (var i in piece)
                {
                    double dy = (columns.Lats[i] - point.Lat) * north, dx = (columns.Lons[i] - point.Lon) * east;
                    var square = dx * dx + dy * dy;
                    if (square < nearest) (best, nearest) = (i, square);
                }
            }
            if (best >= 0) return columns.Communities[best];
        }
        return -1;
    }
}

/// <summary>The buildings, one array a property.</summary>
internal sealed class BuildingColumns(int count)
{
    public int Count => Codes.Length;
    public string[] Codes { get; } = new string[count];
    public string[] Addresses { get; } = new string[count];
    public double[] Lats { get; } = new double[count];
    public double[] Lons { get; } = new double[count];
    public byte[] Communities { get; } = new byte[count];
}

/// <summary>How well a typed address was understood.</summary>
public enum AddressPrecision { None, Subdistrict, Community, Neighbourhood, Building }

/// <param name="Building">Index of the building; -1 unless the precision is Building.</param>
/// <param name="Community">Index of the community; -1 when none was named.</param>
/// <param name="Subdistrict">Index of the subdistrict; -1 when none was named.</param>
/// <param name="Point">Of the building, or the middle of the neighbourhood.</param>
public readonly record struct AddressMatch(AddressPrecision Precision, int Building, int Community, int Subdistrict, GeoPoint Point)
{
    public static readonly AddressMatch None = new(AddressPrecision.None, -1, -1, -1, default);
    public bool HasPoint => Precision >= AddressPrecision.Neighbourhood;
}
