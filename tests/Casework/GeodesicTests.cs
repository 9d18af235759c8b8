using IntakeBot.Casework.Places;

namespace IntakeBot.Casework.Tests;

public class GeodesicTests
{
    private static readonly GeoPoint Here = new(22.75, 113.93);

    [Fact]
    public void Known_distances()
    {
        // Shift of the datums at this place, on a sphere: 600.9 m, 921.8 m, 1209.8 m; the ellipsoid differs by up to 0.3 %.
        Geodesic.Metres(Here, new(22.74700465105297, 113.93487738117382)).ShouldBe(600.9, 1);
        Geodesic.Metres(new(22.74700465105297, 113.93487738117382), new(22.752673663679143, 113.94143614859078)).ShouldBe(921.8, 2);
        Geodesic.Metres(Here, new(22.752673663679143, 113.94143614859078)).ShouldBe(1209.8, 3);
        // Vincenty's own example: Flinders Peak to Buninyong, 54972.271 m (on GRS80, the same to a millimetre).
        Geodesic.Metres(new(-37.95103341666667, 144.42486788888889), new(-37.65282113888889, 143.92649552777777)).ShouldBe(54972.271, 0.002);
        Geodesic.Metres(Here, Here).ShouldBe(0);
    }

    [Fact]
    public void Metres_of_a_degree_here()
    {
        var (north, east) = Geodesic.PerDegree(22.75);
        (east / 1000).ShouldBe(102.69, 0.2);
        (north / 1000).ShouldBe(110.74, 0.1);
        Geodesic.Metres(Here, new(22.751, 113.93)).ShouldBe(north / 1000, 0.001);
        Geodesic.Metres(Here, new(22.75, 113.931)).ShouldBe(east / 1000, 0.001);
    }

    [Fact]
    public void The_flat_distance_is_the_geodesic_to_a_millimetre_within_two_kilometres()
    {
        var spot = new Spot(Here);
        for (var degrees = 0; degrees < 360; degrees += 7)
        {
            var (sin, cos) = Math.SinCos(degrees * Math.PI / 180);
            for (var metres = 1; metres < 1000; metres += 83)
            {
                var there = new GeoPoint(Here.Lat + metres * cos / 110_740, Here.Lon + metres * sin / 102_650);
                spot.MetresTo(there).ShouldBe(Geodesic.Metres(Here, there), 0.0015, $"{metres} m, {degrees}°");
            }
        }
    }
}
