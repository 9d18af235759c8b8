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

    private PageEdition(string version, PageFile shell, FrozenDictionary<string, PageFile> texts)
    {
        Version = version;
        Shell = shell;
        _texts = texts;
    }

    /// <summary>Part of every path: changes when any file or text changes, so that they may be cached for good.</summary>
    public string Version { get; }

    public PageFile Shell { get; }

    public PageFile? Texts(string language) => _texts.GetValueOrDefault(language);

    /// <exception cref="ContentException">A language is missing, unreadable, or lacks a text that another one has.</exception>
    public static PageEdition Of(ContentFiles files, PageAssets assets)
    {
        var problems = new List<ContentProblem>();
        var texts = Languages.ToDictionary(l => l, l => YamlFile.Read<Dictionary<string, string>>(files, PathOf(l), problems));
        CheckSameKeys(texts, problems);
        if (problems.Count > 0) throw new ContentException(problems);

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var name in assets.Names) hash.AppendData(assets[name].Bytes.Span);
        var json = texts.ToFrozenDictionary(t => t.Key, t => JsonSerializer.SerializeToUtf8Bytes(t.Value!.Value, s_json));
        foreach (var language in Languages) hash.AppendData(json[language]);
        var version = Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 6));

        var shell = Fill(Encoding.UTF8.GetString(assets["index.html"].Bytes.Span), version, texts[Languages[0]]!.Value);
        return new(version, new(Encoding.UTF8.GetBytes(shell), "text/html; charset=utf-8"),
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
