using System.Diagnostics;
using System.IO.Compression;
using System.Text.RegularExpressions;
using IntakeBot.Dialogue.Content;
using IntakeBot.Host.ResidentPage;

namespace IntakeBot.Host.Tests.ResidentPage;

/// <summary>What can be seen in the sources: texts, size, and what the content security policy would forbid.</summary>
public sealed partial class PageSourceTests
{
    private static readonly ContentFiles s_content = ContentFiles.FromDirectory(PageFiles.Content);

    private static IEnumerable<(string Name, string Text)> Scripts =>
        Directory.EnumerateFiles(PageFiles.Page, "*.js").Select(path => (Path.GetFileName(path), File.ReadAllText(path)));

    [Fact]
    public void Every_text_that_the_page_names_exists_and_every_text_is_named()
    {
        var problems = new List<ContentProblem>();
        var keys = YamlFile.Read<Dictionary<string, string>>(s_content, "wording/page.zh-CN.yaml", problems)!.Value.Keys;
        problems.ShouldBeEmpty();
        var shell = File.ReadAllText(Path.Combine(PageFiles.Page, "index.html"));
        var inScripts = Scripts.SelectMany(s => Quoted().Matches(s.Text)).Select(m => m.Groups[1].Value).ToHashSet();
        var inShell = Placeholder().Matches(shell).Select(m => m.Groups[1].Value).Where(k => k != "version").ToHashSet();

        keys.Where(k => !inScripts.Contains(k) && !inShell.Contains(k)).ShouldBeEmpty("texts that nothing shows");
        Scripts.SelectMany(s => Call().Matches(s.Text)).Select(m => m.Groups[1].Value).Where(k => !keys.Contains(k)).ShouldBeEmpty("texts that are missing");
        Labels().Matches(shell).Select(m => m.Groups[1].Value).Where(k => !keys.Contains(k)).ShouldBeEmpty("texts that are missing");
    }

    [Fact]
    public void Every_language_has_the_same_texts_with_the_same_placeholders()
    {
        var problems = new List<ContentProblem>();
        var texts = PageEdition.Languages.Select(l => YamlFile.Read<Dictionary<string, string>>(s_content, $"wording/page.{l}.yaml", problems)!.Value).ToList();
        foreach (var other in texts.Skip(1))
            foreach (var (key, text) in texts[0])
                Names(other[key]).ShouldBe(Names(text), key);

        static IEnumerable<string> Names(string text) => Braces().Matches(text).Select(m => m.Value).Order(StringComparer.Ordinal);
    }

    [Fact]
    public void Scripts_say_nothing_themselves()
    {
        foreach (var (name, text) in Scripts)
            Sentence().Matches(text).Select(m => m.Value).ShouldBeEmpty(name);
    }

    [Fact]
    public void Nothing_inline_and_nothing_from_elsewhere()
    {
        var shell = File.ReadAllText(Path.Combine(PageFiles.Page, "index.html"));
        Regex.IsMatch(shell, @"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=|javascript:").ShouldBeFalse();
        foreach (var path in Directory.EnumerateFiles(PageFiles.Page))
            Regex.Matches(File.ReadAllText(path), "https?://[^\"'` ]+").Select(m => m.Value).Where(u => u != "http://www.w3.org/2000/svg").ShouldBeEmpty(path);
    }

    [Fact]
    public async Task The_modules_can_be_read_when_they_are_joined()
    {
        var file = Path.ChangeExtension(Path.GetTempFileName(), ".mjs");
        await File.WriteAllBytesAsync(file, new PageAssets().Find("page.js")!.Bytes, TestContext.Current.CancellationToken);
        using var node = Process.Start(new ProcessStartInfo("node", ["--check", file]) { RedirectStandardError = true })!;
        var errors = await node.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await node.WaitForExitAsync(TestContext.Current.CancellationToken);
        File.Delete(file);
        node.ExitCode.ShouldBe(0, errors);
    }

    [Fact]
    public void The_whole_first_load_is_small()
    {
        var assets = new PageAssets();
        var page = PageEdition.Of(s_content, assets);
        var sizes = assets.Names.ToDictionary(n => n, n => Packed(assets.Find(n)!.Bytes));
        sizes["shell"] = Packed(page.Shell(again: false).Bytes);
        sizes["texts"] = Packed(page.Texts("zh-CN")!.Bytes);
        var all = sizes.Values.Sum();
        TestContext.Current.SendDiagnosticMessage($"resident page, first load with gzip: {all} bytes in {sizes.Count} files");
        all.ShouldBeLessThan(30 * 1024, string.Join(", ", sizes.OrderByDescending(s => s.Value).Select(s => $"{s.Key} {s.Value}")));
    }

    private static long Packed(ReadOnlyMemory<byte> bytes)
    {
        using var result = new MemoryStream();
        using (var gzip = new GZipStream(result, CompressionLevel.SmallestSize, leaveOpen: true)) gzip.Write(bytes.Span);
        return result.Length;
    }

    [GeneratedRegex(@"'(\w+)'")] private static partial Regex Quoted();
    [GeneratedRegex(@"\bt\('(\w+)'")] private static partial Regex Call();
    [GeneratedRegex(@"\{\{(\w+)\}\}")] private static partial Regex Placeholder();
    [GeneratedRegex(@"data-t(?:-\w+)?=""(\w+)""")] private static partial Regex Labels();
    [GeneratedRegex(@"\{\w+\}")] private static partial Regex Braces();
    // Single signs are grammar of numbers; two together are wording
    [GeneratedRegex(@"[\u4e00-\u9fff]{2,}")] private static partial Regex Sentence();
}
