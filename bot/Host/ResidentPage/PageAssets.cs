using System.Collections.Frozen;

namespace IntakeBot.Host.ResidentPage;

/// <summary>
/// The files of <c>wwwroot/resident</c>, carried inside the assembly so that they are there however the program is started.
/// </summary>
internal sealed class PageAssets
{
    private const string Prefix = "resident/";

    private static readonly FrozenDictionary<string, string> s_types = new Dictionary<string, string>
    {
        [".html"] = "text/html; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".svg"] = "image/svg+xml",
    }.ToFrozenDictionary();

    private readonly FrozenDictionary<string, PageFile> _files;

    public PageAssets()
    {
        var assembly = typeof(PageAssets).Assembly;
        _files = assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .ToFrozenDictionary(name => name[Prefix.Length..], name =>
            {
                using var stream = assembly.GetManifestResourceStream(name)!;
                var bytes = new byte[stream.Length];
                stream.ReadExactly(bytes);
                return new PageFile(bytes, s_types[Path.GetExtension(name)]);
            });
    }

    /// <summary>Names in ordinal order: <c>main.js</c>, <c>page.css</c>, ...</summary>
    public IEnumerable<string> Names => _files.Keys.Order(StringComparer.Ordinal);

    public PageFile this[string name] => _files[name];

    /// <summary>The shell is no asset: it is filled in first.</summary>
    public PageFile? Find(string name) => name == "index.html" ? null : _files.GetValueOrDefault(name);
}
