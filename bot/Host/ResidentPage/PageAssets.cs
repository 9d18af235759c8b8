using System.Collections.Frozen;
using System.Text;

namespace IntakeBot.Host.ResidentPage;

/// <summary>
/// The files of <c>wwwroot/resident</c>, carried inside the assembly so that they are there however the program is started.
/// </summary>
internal sealed class PageAssets
{
    private const string Prefix = "resident/";

    private static readonly FrozenDictionary<string, string> s_types = new Dictionary<string, string>
    {
        [".js"] = "text/javascript; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".svg"] = "image/svg+xml",
    }.ToFrozenDictionary();

    private readonly FrozenDictionary<string, PageFile> _files;

    public PageAssets()
    {
        var assembly = typeof(PageAssets).Assembly;
        var sources = assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .ToDictionary(name => name[Prefix.Length..], name =>
            {
                using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!, Encoding.UTF8);
                return reader.ReadToEnd();
            });
        Shell = sources["index.html"];
        sources["page.js"] = PageModules.Join("main.js", sources.GetValueOrDefault);
        _files = sources
            .Where(file => !IsSource(file.Key))
            .ToFrozenDictionary(file => file.Key, file => new PageFile(Encoding.UTF8.GetBytes(file.Value), s_types[Path.GetExtension(file.Key)]));
    }

    /// <summary>The page with its placeholders.</summary>
    public string Shell { get; }

    /// <summary>Names in ordinal order: <c>icon.svg</c>, <c>page.css</c>, <c>page.js</c>.</summary>
    public IEnumerable<string> Names => _files.Keys.Order(StringComparer.Ordinal);

    public PageFile? Find(string name) => _files.GetValueOrDefault(name);

    // The shell is filled in and the modules are joined before they are sent.
    private static bool IsSource(string name) => name == "index.html" || (name.EndsWith(".js", StringComparison.Ordinal) && name != "page.js");
}
