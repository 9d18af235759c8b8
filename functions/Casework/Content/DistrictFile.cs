namespace IntakeBot.Casework.Content;

/// <summary>The shape of <c>district.yaml</c>.</summary>
internal sealed class DistrictFile
{
    public required string Name { get; init; }
    public required string ShortName { get; init; }
    public required string Code { get; init; }
    /// <summary>Latitude, longitude, WGS-84.</summary>
    public required List<double> Centre { get; init; }
    public required WordsEntry Words { get; init; }
    public required string DistrictDesk { get; init; }
    public required string SubdistrictDesk { get; init; }
    public required string Hall { get; init; }
    public required string Station { get; init; }
    public required int Buildings { get; init; }
    public required int Stations { get; init; }
    public required List<SubdistrictEntry> Subdistricts { get; init; }
    public required List<string> Elsewhere { get; init; }
    public required NamesEntry Names { get; init; }
    public required AddressEntry Address { get; init; }

    internal sealed class WordsEntry
    {
        public required string Subdistrict { get; init; }
        public required string Community { get; init; }
    }

    internal sealed class SubdistrictEntry
    {
        public required string Code { get; init; }
        public required string Name { get; init; }
        public required List<double> Centre { get; init; }
        public required List<CommunityEntry> Communities { get; init; }
    }

    internal sealed class CommunityEntry
    {
        public required string Code { get; init; }
        public required string Name { get; init; }
        public required string Initials { get; init; }
        public required List<double> Centre { get; init; }
        public required int Weight { get; init; }
    }

    internal sealed class NamesEntry
    {
        public required List<string> Villages { get; init; }
        public required List<string> EstateFirst { get; init; }
        public required List<string> Estates { get; init; }
        public required List<string> Parks { get; init; }
        public required List<string> Roads { get; init; }
        public required List<string> Landmarks { get; init; }
    }

    internal sealed class AddressEntry
    {
        public required string Village { get; init; }
        public required string VillageWhole { get; init; }
        public required string Estate { get; init; }
        public required string Park { get; init; }
        public required string Road { get; init; }
    }
}
