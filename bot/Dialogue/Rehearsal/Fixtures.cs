using IntakeBot.Dialogue.Content;

namespace IntakeBot.Dialogue.Rehearsal;

/// <summary>
/// Points in the middle of a conversation, by name, for <c>@ from NAME</c>. They say what is known, not what was said: a script that begins
/// here fails when its own turns go wrong, not when the understanding of ten lines before it has changed.
/// </summary>
public sealed class Fixtures
{
    public const string FileName = "fixtures.yaml";

    private readonly IReadOnlyDictionary<string, Fixture> _all;

    private Fixtures(IReadOnlyDictionary<string, Fixture> all) => _all = all;

    public static Fixtures None { get; } = new(new Dictionary<string, Fixture>());

    /// <param name="text">A map of names to what holds there: see <see cref="Fixture"/>.</param>
    public static Fixtures Load(string file, string text, ICollection<ContentProblem> problems) =>
        YamlFile.Read<Dictionary<string, Fixture>>(file, text, problems) is { } document ? new(document.Value) : None;

    internal Parsed Read(string name) => _all.TryGetValue(name, out var fixture)
        ? Parsed.Check($"the point '{name}' of {FileName}{(fixture.Step is null ? "" : $", waiting at {fixture.Step}")}", stage => fixture.Enter(stage, $"from {name}"))
        : Parsed.Wrong($"there is no '{name}' in {FileName}.", _all.Count == 0 ? $"Put a {FileName} into the folder of the script, or one above it." : $"Write one of {string.Join(", ", _all.Keys)}.");
}
