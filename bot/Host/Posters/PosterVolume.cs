using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using IntakeBot.Casework.Places;

namespace IntakeBot.Host.Posters;

/// <summary>What goes into one PDF: buildings of one community, as many as make a file that printers take.</summary>
/// <param name="Name">e.g. <c>TW-02</c>: the community's initials and a number.</param>
internal sealed record PosterVolume(string Name, IReadOnlyList<Building> Buildings)
{
    private const int MostPages = 500;

    public string PdfPath => $"pdf/{Name}.pdf";

    public static string SvgPath(Building building) => $"svg/{building.Community.Initials}/{building.Code}.svg";

    public static IReadOnlyList<PosterVolume> Of(IReadOnlyList<Building> buildings, int perPage) =>
    [
        .. buildings.GroupBy(b => b.Community).SelectMany(community => community.Chunk(MostPages * perPage)
            .Select((chunk, i) => new PosterVolume(string.Create(CultureInfo.InvariantCulture, $"{community.Key.Initials}-{i + 1:00}"), chunk))),
    ];

    /// <summary>Differs whenever anything that is printed in this volume differs.</summary>
    public string Fingerprint(string settings, PosterLinks links)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(settings));
        foreach (var b in Buildings) hash.AppendData(Encoding.UTF8.GetBytes($"\n{b.Code}\t{b.Address}\t{b.Community.Name}\t{links.Of(b.Code)}"));
        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 8));
    }
}
