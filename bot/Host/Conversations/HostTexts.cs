using IntakeBot.Dialogue.Content;

namespace IntakeBot.Host.Conversations;

/// <summary>The program's own sentences, from <c>wording/host.LANGUAGE.yaml</c> of the edition in use.</summary>
internal sealed class HostTexts(ContentLibrary library)
{
    private (int Version, Dictionary<string, Dictionary<string, string>> Texts)? _read;

    /// <exception cref="ContentException">The file is missing or wrong.</exception>
    public string Say(string key, string? language = null)
    {
        var edition = library.Current;
        if (_read is not { } read || read.Version != edition.Version)
            _read = read = (edition.Version, new() { ["zh-CN"] = Read(edition.Catalog.Files, "zh-CN"), ["en"] = Read(edition.Catalog.Files, "en") });
        return read.Texts[language is "en" ? "en" : "zh-CN"][key];
    }

    private static Dictionary<string, string> Read(ContentFiles files, string language)
    {
        var problems = new List<ContentProblem>();
        var document = YamlFile.Read<Dictionary<string, string>>(files, $"wording/host.{language}.yaml", problems);
        return document?.Value ?? throw new ContentException(problems);
    }
}
