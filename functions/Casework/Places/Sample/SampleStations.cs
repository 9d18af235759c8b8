using System.Globalization;
using IntakeBot.Casework.Cases;
using IntakeBot.Casework.Content;
using IntakeBot.Casework.Store;

namespace IntakeBot.Casework.Places.Sample;

/// <summary>
/// The sample's desks: 1 of the district, 6 of the subdistricts, 31 halls, and service stations where people are: villages,
/// estates, parks, metro stations, markets. All labelled synthetic.
/// </summary>
internal sealed class SampleStations
{
    private readonly CaseworkContent content;
    private readonly SampleDistrict district;
    private readonly List<StationRow> stations = [];
    private readonly List<ShiftRow> shifts = [];

    private SampleStations(CaseworkContent content, SampleDistrict district) => (this.content, this.district) = (content, district);

    public static (IReadOnlyList<StationRow> Stations, IReadOnlyList<ShiftRow> Shifts) Of(CaseworkContent content, SampleDistrict district)
    {
        var sample = new SampleStations(content, district);
        sample.Levels();
        sample.Service();
        return (sample.stations, sample.shifts);
    }

    private DistrictFile File => content.District;
    private Gazetteer Gazetteer => district.Gazetteer;

    private void Levels()
    {
        Add("DISTRICT", File.DistrictDesk, CaseLevel.District, null, null, DistrictAreas.Point(File.Name, File.Centre), content.Rosters.Levels["district"]);
        foreach (var s in Gazetteer.Subdistricts)
            Add($"SUB-{s.Code}", Named(File.SubdistrictDesk, "subdistrict", s.Name), CaseLevel.Subdistrict, null, s.Code, s.Centre, content.Rosters.Levels["subdistrict"]);
        foreach (var c in Gazetteer.Communities)
            Add($"HALL-{c.Initials}", Named(File.Hall, "community", c.Name), CaseLevel.Hall, c.Code, Gazetteer.Subdistricts[c.Subdistrict].Code, c.Centre,
                content.Rosters.Levels["hall"]);
    }

    private void Service()
    {
        var weights = File.Subdistricts.SelectMany(s => s.Communities).Select(c => c.Weight).ToList();
        // Three in every community, the others by size.
        var shares = Shares.Split(File.Stations - 3 * weights.Count, weights);
        var rosters = Rosters();
        for (var i = 0; i < Gazetteer.Communities.Count; i++)
        {
            var community = Gazetteer.Communities[i];
            var random = new SampleRandom(9_973 + (ulong)i);
            var homes = district.Places.Where(p => p.Community == i).OrderByDescending(p => p.Buildings).ThenBy(p => p.Name, StringComparer.Ordinal).ToList();
            for (var n = 0; n < shares[i] + 3; n++)
            {
                var home = homes[n % homes.Count];
                // Every other one stands at a landmark near by; the landmarks differ from one community to the next.
                var landmark = n % 2 == 0;
                var name = landmark ? community.Name + File.Names.Landmarks[(Landmark(community) + n / 2) % File.Names.Landmarks.Count] : home.Name;
                var spread = landmark ? 140 : 40;
                var point = Ground.Shift(home.Centre, random.Between(-spread, spread), random.Between(-spread, spread));
                Add($"ST-{community.Initials}-{n + 1:D2}", Named(File.Station, "place", name), CaseLevel.Station, community.Code,
                    Gazetteer.Subdistricts[community.Subdistrict].Code, point, rosters[stations.Count % rosters.Length]);
            }
        }
    }

    /// <summary>The last three digits of the code: stable when communities are added.</summary>
    private static int Landmark(Community community) => int.Parse(community.Code.AsSpan(community.Code.Length - 3), CultureInfo.InvariantCulture) + 7;

    /// <summary>A hundred rosters in the shares of the file, well mixed.</summary>
    private string[] Rosters()
    {
        string[] mixed = [.. content.Rosters.Stations.SelectMany(s => Enumerable.Repeat(s.Roster, s.Share))];
        if (mixed.Length == 0) throw new CaseworkContentException("rosters.yaml: stations has no shares");
        var random = new SampleRandom(31);
        random.Shuffle<string>(mixed);
        return mixed;
    }

    private void Add(string id, string name, CaseLevel level, string? community, string? subdistrict, GeoPoint point, string roster)
    {
        stations.Add(new StationRow
        {
            Id = id,
            Name = name,
            Level = level,
            Community = community,
            Subdistrict = subdistrict,
            Latitude = point.Lat,
            Longitude = point.Lon,
            LoadLimit = content.Rosters.LoadLimits[level.Code()],
            Active = true,
            Synthetic = true,
        });
        foreach (var shift in content.Rosters.ShiftsOf(roster))
            shifts.Add(new ShiftRow { StationId = id, Days = shift.Days, FromMinute = shift.FromMinute, ToMinute = shift.ToMinute });
    }

    private static string Named(string template, string slot, string value) => template.Replace("{" + slot + "}", value, StringComparison.Ordinal);
}
