using IntakeBot.Casework.Content;

namespace IntakeBot.Casework.Places.Sample;

/// <summary>Subdistricts and communities of <c>district.yaml</c>, in the order of their codes.</summary>
internal static class DistrictAreas
{
    public static (IReadOnlyList<Subdistrict> Subdistricts, IReadOnlyList<Community> Communities) Of(DistrictFile file)
    {
        var subdistricts = file.Subdistricts.Select(s => new Subdistrict(s.Code, s.Name, Point(s.Name, s.Centre))).ToList();
        var communities = file.Subdistricts
            .SelectMany((s, i) => s.Communities.Select(c => new Community(c.Code, c.Name, c.Initials, i, Point(c.Name, c.Centre)))).ToList();
        if (communities.Count > byte.MaxValue) throw new CaseworkContentException("district.yaml: more than 255 communities");
        if (communities.DistinctBy(c => c.Initials).Count() != communities.Count) throw new CaseworkContentException("district.yaml: initials appear twice");
        return (subdistricts, communities);
    }

    public static DistrictNames Names(DistrictFile file, IReadOnlyList<Subdistrict> subdistricts, IReadOnlyList<Community> communities) =>
        new(new DistrictWords(file.Name, file.ShortName, file.Words.Subdistrict, file.Words.Community, file.Elsewhere), subdistricts, communities);

    public static GeoPoint Point(string of, IReadOnlyList<double> degrees) => degrees.Count == 2 && new GeoPoint(degrees[0], degrees[1]) is { IsValid: true } point
        ? point
        : throw new CaseworkContentException($"district.yaml: centre of {of} must be latitude, longitude");
}
