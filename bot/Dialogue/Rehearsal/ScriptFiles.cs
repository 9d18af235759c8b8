using IntakeBot.Dialogue.Content;

namespace IntakeBot.Dialogue.Rehearsal;

/// <summary>Scripts on disk, each with the fixtures of its folder or of the nearest folder above that has some.</summary>
public sealed class ScriptFiles
{
    private readonly Dictionary<string, Fixtures> _fixtures = new(StringComparer.Ordinal);

    /// <param name="name">How messages shall call it; the path when null.</param>
    public Script? Read(string path, ICollection<ContentProblem> problems, string? name = null) =>
        ScriptReader.Read(name ?? path, File.ReadAllText(path), Beside(Path.GetDirectoryName(Path.GetFullPath(path))!, problems), problems);

    private Fixtures Beside(string folder, ICollection<ContentProblem> problems)
    {
        if (_fixtures.TryGetValue(folder, out var known)) return known;
        var file = Path.Combine(folder, Fixtures.FileName);
        var found = File.Exists(file) ? Fixtures.Load(file, File.ReadAllText(file), problems)
            : Path.GetDirectoryName(folder) is { } parent ? Beside(parent, problems) : Fixtures.None;
        return _fixtures[folder] = found;
    }
}
