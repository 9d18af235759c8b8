using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Engines;
using IntakeBot.Dialogue.Content;
using IntakeBot.Dialogue.Understanding;

namespace IntakeBot.Benchmarks;

/// <summary>What a start, and every edit of an administrator, waits for. Seconds long, so each is measured a few times only.</summary>
[SimpleJob(RunStrategy.Monitoring, launchCount: 1, warmupCount: 1, iterationCount: 5)]
public class Starting
{
    private readonly string _folder = Shipped.Folder;
    private ContentFiles _files = null!;

    [GlobalSetup]
    public void Prepare() => _files = Shipped.Files();

    [Benchmark]
    public ContentFiles FilesRead() => ContentFiles.FromDirectory(_folder);

    [Benchmark]
    public ContentCatalog CatalogueChecked() => ContentCatalog.Load(_files, 1).OrThrow();

    [Benchmark]
    public int ExamplesParsed()
    {
        var problems = new List<ContentProblem>();
        return _files.Under("taxonomy/examples").Sum(path => YamlFile.Read<Dictionary<string, List<string>>>(_files, path, problems)!.Value.Count);
    }

    /// <summary>Words, rules and examples parsed, and the classifier trained from them.</summary>
    [Benchmark]
    public MessageReader ReaderTrained() => MessageReader.Create(_files);
}
