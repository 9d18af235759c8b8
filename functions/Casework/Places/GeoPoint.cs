namespace IntakeBot.Casework.Places;

/// <summary>A point in degrees, always WGS-84: other datums are converted at the door by <see cref="From"/>.</summary>
public readonly record struct GeoPoint(double Lat, double Lon)
{
    /// <summary>False for NaN and for degrees that do not exist.</summary>
    public bool IsValid => Lat is >= -90 and <= 90 && Lon is >= -180 and <= 180;

    /// <summary>The WGS-84 point of a position given in another datum.</summary>
    public static GeoPoint From(double lat, double lon, Datum datum)
    {
        var (wgsLat, wgsLon) = Datums.Convert(lat, lon, datum, Datum.Wgs84);
        return new GeoPoint(wgsLat, wgsLon);
    }

    /// <summary>Latitude and longitude of this point in another datum, for maps that expect it.</summary>
    public (double Lat, double Lon) In(Datum datum) => Datums.Convert(Lat, Lon, Datum.Wgs84, datum);
}
