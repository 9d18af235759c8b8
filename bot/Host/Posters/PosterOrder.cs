using IntakeBot.Host.StartUp;

namespace IntakeBot.Host.Posters;

/// <summary>What somebody wants printed.</summary>
internal sealed record PosterOrder
{
    public IReadOnlyList<string> Buildings { get; init; } = [];
    public IReadOnlyList<string> Communities { get; init; } = [];
    public IReadOnlyList<string> Subdistricts { get; init; } = [];
    public bool District { get; init; }
    public required string Folder { get; init; }
    public PosterLink Link { get; init; }
    /// <summary>Where residents reach the page, e.g. <c>https://intake.example.gov.cn</c>; without: <c>Posters:BaseUrl</c>.</summary>
    public string? BaseUrl { get; init; }
    public int PerPage { get; init; } = 4;
    public PosterFormat Format { get; init; } = PosterFormat.Both;

    public bool Svg => Format != PosterFormat.Pdf;
    public bool Pdf => Format != PosterFormat.Svg;

    /// <exception cref="SettingException">It cannot be done like this.</exception>
    public void Check()
    {
        var kinds = (Buildings.Count > 0 ? 1 : 0) + (Communities.Count > 0 ? 1 : 0) + (Subdistricts.Count > 0 ? 1 : 0) + (District ? 1 : 0);
        if (kinds != 1) throw new SettingException("Say for what: --building CODE, --community NAME, --subdistrict NAME (each may be repeated), or --district for every building.");
        if (PerPage is < 1 or > SheetPlan.MostPerPage) throw new SettingException($"--per-page must be 1 to {SheetPlan.MostPerPage}.");
    }
}

internal enum PosterLink
{
    /// <summary>The resident page.</summary>
    Web,
    /// <summary>WeChat's parametric code, which opens the service account.</summary>
    WeChat,
}

internal enum PosterFormat
{
    Both,
    Svg,
    Pdf,
}
