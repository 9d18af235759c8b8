namespace IntakeBot.Casework.Places;

/// <summary>Distances on the WGS-84 ellipsoid, in metres.</summary>
public static class Geodesic
{
    internal const double A = 6378137.0;
    internal const double F = 1 / 298.257223563;
    private const double B = A * (1 - F);
    private const double Degree = Math.PI / 180;

    /// <summary>Vincenty's inverse; exact to well below a millimetre except for nearly antipodal points.</summary>
    public static double Metres(GeoPoint from, GeoPoint to)
    {
        if (from == to) return 0;
        double u1 = Math.Atan((1 - F) * Math.Tan(from.Lat * Degree)), u2 = Math.Atan((1 - F) * Math.Tan(to.Lat * Degree));
        double l = (to.Lon - from.Lon) * Degree, lambda = l;
        var (sinU1, cosU1) = Math.SinCos(u1);
        var (sinU2, cosU2) = Math.SinCos(u2);
        double sinSigma = 0, cosSigma = 0, sigma = 0, cosSqAlpha = 0, cos2SigmaM = 0;
        for (var round = 0; round < 200; round++)
        {
            var (sinLambda, cosLambda) = Math.SinCos(lambda);
            var across = cosU2 * sinLambda;
            var along = cosU1 * sinU2 - sinU1 * cosU2 * cosLambda;
            sinSigma = Math.Sqrt(across * across + along * along);
            if (sinSigma == 0) return 0;
            cosSigma = sinU1 * sinU2 + cosU1 * cosU2 * cosLambda;
            sigma = Math.Atan2(sinSigma, cosSigma);
            var sinAlpha = cosU1 * cosU2 * sinLambda / sinSigma;
            cosSqAlpha = 1 - sinAlpha * sinAlpha;
            cos2SigmaM = cosSqAlpha == 0 ? 0 : cosSigma - 2 * sinU1 * sinU2 / cosSqAlpha;
            var c = F / 16 * cosSqAlpha * (4 + F * (4 - 3 * cosSqAlpha));
            var before = lambda;
            lambda = l + (1 - c) * F * sinAlpha
                * (sigma + c * sinSigma * (cos2SigmaM + c * cosSigma * (-1 + 2 * cos2SigmaM * cos2SigmaM)));
            if (Math.Abs(lambda - before) < 1e-13) break;
        }
        var uSq = cosSqAlpha * (A * A - B * B) / (B * B);
        var bigA = 1 + uSq / 16384 * (4096 + uSq * (-768 + uSq * (320 - 175 * uSq)));
        var bigB = uSq / 1024 * (256 + uSq * (-128 + uSq * (74 - 47 * uSq)));
        var m = cos2SigmaM;
        var deltaSigma = bigB * sinSigma * (m + bigB / 4 * (cosSigma * (-1 + 2 * m * m)
            - bigB / 6 * m * (-3 + 4 * sinSigma * sinSigma) * (-3 + 4 * m * m)));
        return B * bigA * (sigma - deltaSigma);
    }

    /// <summary>Metres of one degree of latitude and of longitude at a latitude: the ellipsoid seen flat.</summary>
    public static (double North, double East) PerDegree(double lat)
    {
        const double eccentricity = F * (2 - F);
        var (sine, cosine) = Math.SinCos(lat * Degree);
        var w = 1 - eccentricity * sine * sine;
        var root = Math.Sqrt(w);
        return (A * (1 - eccentricity) / (w * root) * Degree, A / root * cosine * Degree);
    }
}
