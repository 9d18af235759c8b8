using System.Collections.Frozen;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using IntakeBot.Dialogue.Content;

namespace IntakeBot.Host.ResidentPage;

/// <summary>The page with the texts of one edition of the content, ready to be sent.</summary>
internal sealed partial class PageEdition
{
    /// <summary>The first is the language the page is sent in; the others are fetched when they are chosen.</summary>
    public static readonly IReadOnlyList<string> Languages = ["zh-CN", "en"];

    private static readonly JsonSerializerOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly FrozenDictionary<string, PageFile> _texts;

    private readonly PageFile _first;
    private readonly PageFile _again;

    private PageEdition(string version, string shell, FrozenDictionary<string, PageFile> texts)
    {
        Version = version;
        _texts = texts;
        _first = Page(shell);
        _again = Page(shell.Replace("<html ", "<html data-again ", StringComparison.Ordinal));

        static PageFile Page(string html) => new(Encoding.UTF8.GetBytes(html), "text/html; charset=utf-8");
    }

    /// <summary>Part of every path: changes when any file or text changes, so that they may be cached for good.</summary>
    public string Version { get; }

    /// <param name="again">This browser was here before: its script asks for the conversation it had. Else it need not ask.</param>
    public PageFile Shell(bool again) => again ? _again : _first;

    public PageFile? Texts(string language) => _texts.GetValueOrDefault(language);

    /// <exception cref="ContentException">A language is missing, unreadable, or lacks a text that another one has.</exception>
    public static PageEdition Of(ContentFiles files, PageAssets assets)
    {
        var problems = new List<ContentProblem>();
        var texts = Languages.ToDictionary(l => l, l => YamlFile.Read<Dictionary<string, string>>(files, PathOf(l), problems));
        CheckSameKeys(texts, problems);
        if (problems.Count > 0) throw new ContentException(problems);

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(assets.Shell));
        foreach (var name in assets.Names) hash.AppendData(assets.Find(name)!.Bytes.Span);
        var json = texts.ToFrozenDictionary(t => t.Key, t => JsonSerializer.SerializeToUtf8Bytes(t.Value!.Value, s_json));
        foreach (var language in Languages) hash.AppendData(json[language]);
        var version = Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 6));

        return new(version, Fill(assets.Shell, version, texts[Languages[0]]!.Value),
            json.ToFrozenDictionary(j => j.Key, j => new PageFile(j.Value, "application/json; charset=utf-8")));
    }

    private static string PathOf(string language) => $"wording/page.{language}.yaml";

    private static void CheckSameKeys(Dictionary<string, YamlDocument<Dictionary<string, string>>?> texts, List<ContentProblem> problems)
    {
        var all = texts.Values.Where(t => t is not null).SelectMany(t => t!.Value.Keys).ToHashSet(StringComparer.Ordinal);
        foreach (var (language, document) in texts)
            if (document is not null)
                foreach (var key in all.Where(k => !document.Value.ContainsKey(k)).Order(StringComparer.Ordinal))
                    problems.Add(new(PathOf(language), 0, $"The text '{key}' is missing.", $"Add a line '{key}: ...'."));
    }

    /// <summary>Fills <c>{{version}}</c> and <c>{{key of a text}}</c>.</summary>
    private static string Fill(string shell, string version, Dictionary<string, string> texts) =>
        Placeholder().Replace(shell, match => match.Groups[1].Value is var name && name == "version"
            ? version
            : WebUtility.HtmlEncode(texts.GetValueOrDefault(name) ?? throw new InvalidOperationException($"The resident page wants the text '{name}', which is in no wording file.")));

    [GeneratedRegex(@"\{\{(\w+)\}\}", RegexOptions.NonBacktracking)]
    private static partial Regex Placeholder();
}
