using IntakeBot.Casework.Places;

namespace IntakeBot.Casework.Tests;

public class DatumTests
{
    // Computed with npm gcoord 1.0.7 and coordtransform 2.1.2: longitude, latitude of one place in three datums.
    public static TheoryData<double, double, double, double, double, double> Vectors => new()
    {
        { 113.93, 22.75, 113.93487738117382, 22.74700465105297, 113.94143614859078, 22.752673663679143 },
        { 113.931017, 22.751809, 113.935895, 22.748816, 113.942453, 22.754480 },
    };

    [Theory]
    [MemberData(nameof(Vectors))]
    public void The_same_place_in_three_datums(double wgsLon, double wgsLat, double gcjLon, double gcjLat, double bdLon, double bdLat)
    {
        var places = new[] { (Datum.Wgs84, wgsLat, wgsLon), (Datum.Gcj02, gcjLat, gcjLon), (Datum.Bd09, bdLat, bdLon) };
        foreach (var (from, lat, lon) in places)
        {
            foreach (var (to, expectedLat, expectedLon) in places)
            {
                var (gotLat, gotLon) = Datums.Convert(lat, lon, from, to);
                gotLat.ShouldBe(expectedLat, 1.1e-6, $"{from} to {to}");
                gotLon.ShouldBe(expectedLon, 1.1e-6, $"{from} to {to}");
            }
        }
    }

    [Fact]
    public void The_formula_agrees_to_the_last_digits()
    {
        var (lat, lon) = Datums.Convert(22.75, 113.93, Datum.Wgs84, Datum.Gcj02);
        lat.ShouldBe(22.74700465105297, 1e-12);
        lon.ShouldBe(113.93487738117382, 1e-12);
        (lat, lon) = Datums.Convert(22.75, 113.93, Datum.Wgs84, Datum.Bd09);
        lat.ShouldBe(22.752673663679143, 1e-12);
        lon.ShouldBe(113.94143614859078, 1e-12);
    }

    [Fact]
    public void There_and_back_is_the_same_point_to_a_millimetre()
    {
        for (var lat = 22.69; lat < 22.84; lat += 0.013)
        {
            for (var lon = 113.84; lon < 114.0; lon += 0.017)
            {
                foreach (var datum in new[] { Datum.Gcj02, Datum.Bd09 })
                {
                    var (otherLat, otherLon) = new GeoPoint(lat, lon).In(datum);
                    Geodesic.Metres(GeoPoint.From(otherLat, otherLon, datum), new GeoPoint(lat, lon)).ShouldBeLessThan(0.001);
                }
            }
        }
    }

    [Fact]
    public void Outside_China_points_pass_unchanged() =>
        Datums.Convert(48.8584, 2.2945, Datum.Gcj02, Datum.Wgs84).ShouldBe((48.8584, 2.2945));

    [Theory]
    [InlineData("WGS84", true)]
    [InlineData("gcj-02", true)]
    [InlineData("BD09", true)]
    [InlineData("mars", false)]
    [InlineData(null, false)]
    public void Names_of_datums(string? name, bool known) => Datums.TryParse(name, out _).ShouldBe(known);
}
