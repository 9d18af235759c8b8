using System.Collections.Frozen;

namespace IntakeBot.Dialogue.Content;

/// <summary>
/// The texts of one edition of the content, by path relative to the content folder (<c>flows/petition.yaml</c>).
/// Where they come from, a folder or the versions that administrators publish, nobody behind this type can tell.
/// </summary>
public sealed class ContentFiles
{
    private readonly FrozenDictionary<string, string> _texts;

    public ContentFiles(IEnumerable<KeyValuePair<string, string>> texts) => _texts = texts.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Reads every <c>*.yaml</c> and <c>*.txt</c> below a folder.</summary>
    public static ContentFiles FromDirectory(string folder) => new(
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(path => path.EndsWith(".yaml", StringComparison.Ordinal) || path.EndsWith(".txt", StringComparison.Ordinal))
            .Select(path => KeyValuePair.Create(Path.GetRelativePath(folder, path).Replace('\\', '/'), File.ReadAllText(path))));

    /// <summary>All paths, in ordinal order.</summary>
    public IEnumerable<string> Paths => _texts.Keys.Order(StringComparer.Ordinal);

    public string? Find(string path) => _texts.GetValueOrDefault(path);

    /// <summary>Paths below a folder, in ordinal order.</summary>
    public IEnumerable<string> Under(string folder) =>
        Paths.Where(path => path.StartsWith(folder + "/", StringComparison.Ordinal));

    /// <summary>The same files with one text replaced or added: what an administrator's edit is.</summary>
    public ContentFiles With(string path, string text) =>
        new(_texts.Where(pair => pair.Key != path).Append(KeyValuePair.Create(path, text)));
}
