using IntakeBot.Host.StartUp;
using SkiaSharp;

namespace IntakeBot.Host.Posters;

/// <summary>The Chinese font of the PDF, in which it is embedded: <c>Posters:Font</c>, <c>Posters:BoldFont</c>, or one found where systems keep theirs.</summary>
internal sealed class PosterFonts : IDisposable
{
    private const int MostFaces = 16;
    // Of a collection for all of East Asia, the face with the forms of the mainland.
    private static readonly string[] s_mainland = [" SC", " GB", "Simplified"];
    private static readonly (string Regular, string? Bold)[] s_known =
    [
        ("NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc"), ("NotoSansCJKsc-Regular.otf", "NotoSansCJKsc-Bold.otf"), ("NotoSansSC-Regular.otf", "NotoSansSC-Bold.otf"),
        ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf"), ("SourceHanSansSC-Regular.otf", "SourceHanSansSC-Bold.otf"), ("SourceHanSansCN-Regular.otf", "SourceHanSansCN-Bold.otf"),
        ("PingFang.ttc", null), ("msyh.ttc", "msyhbd.ttc"), ("wqy-microhei.ttc", null), ("wqy-zenhei.ttc", null),
    ];
    private readonly SKTypeface _regular;
    private readonly SKTypeface? _bold;

    private PosterFonts(SKTypeface regular, SKTypeface? bold) => (_regular, _bold) = (regular, bold);

    public string Name => _regular.FamilyName;

    /// <exception cref="SettingException">There is none, or the one that was named is none.</exception>
    public static PosterFonts Find(IConfiguration configuration)
    {
        if (configuration["Posters:Font"] is { Length: > 0 } named)
            return new(Open(named) ?? throw NoFont(named), configuration["Posters:BoldFont"] is { Length: > 0 } bold ? Open(bold) ?? throw NoFont(bold) : null);
        var files = Directories().Where(Directory.Exists).SelectMany(Files).GroupBy(f => Path.GetFileName(f)).ToDictionary(g => g.Key, g => g.First(), StringComparer.OrdinalIgnoreCase);
        foreach (var (regular, bold) in s_known)
            if (files.TryGetValue(regular, out var file) && Open(file) is { } face) return new(face, bold is not null && files.TryGetValue(bold, out var heavy) ? Open(heavy) : null);
        throw new SettingException("No Chinese font was found for the PDF: install one (on Debian and Ubuntu: apt install fonts-noto-cjk), name a file with --Posters:Font /path/to/font.ttc, or make only SVG with --format svg.");
    }

    /// <summary>The caller's own, to be disposed.</summary>
    public SKFont Font(bool bold) => new(bold && _bold is not null ? _bold : _regular) { Subpixel = true, Hinting = SKFontHinting.None, Embolden = bold && _bold is null };

    /// <summary>Characters of these texts that the font does not have.</summary>
    public string Missing(IEnumerable<string> texts)
    {
        using var font = Font(bold: false);
        return string.Concat(texts.SelectMany(text => text.EnumerateRunes()).Distinct().Where(rune => font.GetGlyph(rune.Value) == 0).Select(rune => rune.ToString()));
    }

    public void Dispose()
    {
        _regular.Dispose();
        _bold?.Dispose();
    }

    private static SKTypeface? Open(string file)
    {
        SKTypeface? first = null;
        for (var index = 0; index < MostFaces && File.Exists(file) && SKTypeface.FromFile(file, index) is { } face; index++)
        {
            if (s_mainland.Any(word => face.FamilyName.Contains(word, StringComparison.Ordinal))) return face;
            first ??= face;
        }
        return first;
    }

    private static SettingException NoFont(string file) => new($"{file} is no font file: name a .ttf, .otf or .ttc with --Posters:Font.");

    private static IEnumerable<string> Files(string folder) =>
        Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true, MaxRecursionDepth = 6 });

    private static IEnumerable<string> Directories()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return
        [
            Path.Combine(home, ".local/share/fonts"), Path.Combine(home, ".fonts"), "/usr/local/share/fonts", "/usr/share/fonts", "/usr/share/texmf/fonts",
            Path.Combine(home, "Library/Fonts"), "/Library/Fonts", "/System/Library/Fonts", Environment.GetFolderPath(Environment.SpecialFolder.Fonts),
        ];
    }
}
