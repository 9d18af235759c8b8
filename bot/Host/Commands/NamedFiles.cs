using IntakeBot.Host.StartUp;
using Microsoft.Extensions.FileSystemGlobbing;

namespace IntakeBot.Host.Commands;

/// <summary>Files that a command line names: one by one, by folder, or by pattern.</summary>
internal static class NamedFiles
{
    /// <param name="extension">What to take from a folder, e.g. <c>.txt</c>.</param>
    /// <exception cref="SettingException">A name that nothing answers to.</exception>
    public static IReadOnlyList<string> Find(IEnumerable<string> names, string extension) => [.. names.SelectMany(name => One(name, extension)).Distinct()];

    private static List<string> One(string name, string extension)
    {
        if (File.Exists(name)) return [name];
        var (root, pattern) = Directory.Exists(name) ? (name, $"**/*{extension}") : Split(name);
        var matcher = new Matcher();
        matcher.AddInclude(pattern);
        var found = matcher.GetResultsInFullPath(root).Select(path => Path.GetRelativePath(".", path)).Order(StringComparer.Ordinal).ToList();
        return found.Count > 0 ? found : throw new SettingException($"There is no file {name}.");
    }

    // The part before the first star is where to look.
    private static (string Root, string Pattern) Split(string name)
    {
        var star = name.IndexOf('*', StringComparison.Ordinal);
        var slash = star < 0 ? -1 : name.LastIndexOfAny(['/', '\\'], star);
        var root = slash <= 0 ? (slash == 0 ? "/" : ".") : name[..slash];
        return (Directory.Exists(root) ? root : ".", name[(slash + 1)..]);
    }
}
