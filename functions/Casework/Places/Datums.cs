namespace IntakeBot.Casework.Places;

/// <summary>
/// WGS-84: GPS and our store. GCJ-02: Tencent, Amap, WeChat. BD-09: Baidu. Between the first two lie 600 m here, more
/// than the service circle.
/// </summary>
public enum Datum { Wgs84, Gcj02, Bd09 }

/// <summary>
/// Conversion between the three. The formulas are the well-known public ones (ellipsoid of Krasovsky, as in gcoord and
/// coordtransform); outside China points pass unchanged.
/// </summary>
public static class Datums
{
    private const double A = 6378245.0;
    private const double Ee = 0.00669342162296594323;
    private const double BdPi = Math.PI * 3000.0 / 180.0;

    public static bool TryParse(string? name, out Datum datum)
    {
        (var known, datum) = name?.Replace("-", "", StringComparison.Ordinal).ToUpperInvariant() switch
        {
            "WGS84" => (true, Datum.Wgs84),
            "GCJ02" => (true, Datum.Gcj02),
            "BD09" => (true, Datum.Bd09),
            _ => (false, Datum.Wgs84),
        };
        return known;
    }

    public static (double Lat, double Lon) Convert(double lat, double lon, Datum from, Datum to)
    {
        if (from == to) return (lat, lon);
        var gcj = from switch
        {
            Datum.Wgs84 => WgsToGcj(lat, lon),
            Datum.Bd09 => BdToGcj(lat, lon),
            _ => (lat, lon),
        };
        return to switch
        {
            Datum.Wgs84 => GcjToWgs(gcj.Item1, gcj.Item2),
            Datum.Bd09 => GcjToBd(gcj.Item1, gcj.Item2),
            _ => gcj,
        };
    }

    private static bool InChina(double lat, double lon) => lon is >= 72.004 and <= 137.8347 && lat is >= 0.8293 and <= 55.8271;

    private static (double, double) WgsToGcj(double lat, double lon)
    {
        if (!InChina(lat, lon)) return (lat, lon);
        double x = lon - 105, y = lat - 35, root = Math.Sqrt(Math.Abs(x));
        var waves = (20 * Math.Sin(6 * x * Math.PI) + 20 * Math.Sin(2 * x * Math.PI)) * 2 / 3;
        var dLat = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + waves
            + (20 * Math.Sin(y * Math.PI) + 40 * Math.Sin(y / 3 * Math.PI)) * 2 / 3
            + (160 * Math.Sin(y / 12 * Math.PI) + 320 * Math.Sin(y * Math.PI / 30)) * 2 / 3;
        var dLon = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + waves
            + (20 * Math.Sin(x * Math.PI) + 40 * Math.Sin(x / 3 * Math.PI)) * 2 / 3
            + (150 * Math.Sin(x / 12 * Math.PI) + 300 * Math.Sin(x / 30 * Math.PI)) * 2 / 3;
        var radians = lat / 180 * Math.PI;
        var sine = Math.Sin(radians);
        var magic = 1 - Ee * sine * sine;
        dLat = dLat * 180 / (A * (1 - Ee) / (magic * Math.Sqrt(magic)) * Math.PI);
        dLon = dLon * 180 / (A / Math.Sqrt(magic) * Math.Cos(radians) * Math.PI);
        return (lat + dLat, lon + dLon);
    }

    /// <summary>There is no closed inverse: subtracting the shift once errs by 0.7 m, a few rounds leave nothing.</summary>
    private static (double, double) GcjToWgs(double lat, double lon)
    {
        if (!InChina(lat, lon)) return (lat, lon);
        double wgsLat = lat, wgsLon = lon;
        for (var round = 0; round < 10; round++)
        {
            var (gcjLat, gcjLon) = WgsToGcj(wgsLat, wgsLon);
            double offLat = gcjLat - lat, offLon = gcjLon - lon;
            wgsLat -= offLat;
            wgsLon -= offLon;
            if (Math.Abs(offLat) < 1e-12 && Math.Abs(offLon) < 1e-12) break;
        }
        return (wgsLat, wgsLon);
    }

    private static (double, double) GcjToBd(double lat, double lon)
    {
        if (!InChina(lat, lon)) return (lat, lon);
        var z = Math.Sqrt(lon * lon + lat * lat) + 0.00002 * Math.Sin(lat * BdPi);
        var theta = Math.Atan2(lat, lon) + 0.000003 * Math.Cos(lon * BdPi);
        return (z * Math.Sin(theta) + 0.006, z * Math.Cos(theta) + 0.0065);
    }

    private static (double, double) BdToGcj(double lat, double lon)
    {
        if (!InChina(lat, lon)) return (lat, lon);
        double gcjLat = lat - 0.006, gcjLon = lon - 0.0065;
        for (var round = 0; round < 10; round++)
        {
            var (bdLat, bdLon) = GcjToBd(gcjLat, gcjLon);
            double offLat = bdLat - lat, offLon = bdLon - lon;
            gcjLat -= offLat;
            gcjLon -= offLon;
            if (Math.Abs(offLat) < 1e-12 && Math.Abs(offLon) < 1e-12) break;
        }
        return (gcjLat, gcjLon);
    }
}
