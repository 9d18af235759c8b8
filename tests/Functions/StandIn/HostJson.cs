using System.Globalization;
using System.Text.Json;

namespace IntakeBot.Functions.Tests.StandIn;

/// <summary>host.json and the function.json files as a Functions host reads them; settings prevail over host.json.</summary>
internal sealed class HostJson
{
    private readonly JsonElement root;
    private readonly IReadOnlyDictionary<string, string> settings;

    public HostJson(string folder, IReadOnlyDictionary<string, string> settings)
    {
        this.settings = settings;
        root = Read(Path.Combine(folder, "host.json"));
        Executable = Path.Combine(folder, Text("customHandler:description:defaultExecutablePath", ""));
        WorkingDirectory = Path.Combine(folder, Text("customHandler:description:workingDirectory", ""));
        Functions = [.. Directory.EnumerateFiles(folder, "function.json", SearchOption.AllDirectories).Select(Function)];
    }

    public string Executable { get; }
    public string WorkingDirectory { get; }
    public IReadOnlyList<Declared> Functions { get; }
    public TimeSpan FunctionTimeout => Span("functionTimeout", "00:05:00");
    public TimeSpan InitializationTimeout => Span("customHandler:initializationTimeout", "00:00:30");
    public TimeSpan MaxPollingInterval => Span("extensions:queues:maxPollingInterval", "00:01:00");
    public TimeSpan VisibilityTimeout => Span("extensions:queues:visibilityTimeout", "00:00:00");
    public int BatchSize => Number("extensions:queues:batchSize", 16);
    public int NewBatchThreshold => Number("extensions:queues:newBatchThreshold", BatchSize / 2);
    public int MaxDequeueCount => Number("extensions:queues:maxDequeueCount", 5);

    internal sealed record Declared(string Name, string Type, string Binding, string? Queue, string? Connection, string? Schedule);

    private static Declared Function(string path)
    {
        var trigger = Read(path).GetProperty("bindings").EnumerateArray().Single(b => b.GetProperty("type").GetString()!.EndsWith("Trigger", StringComparison.Ordinal));
        string? Of(string name) => trigger.TryGetProperty(name, out var value) ? value.GetString() : null;
        return new Declared(Path.GetFileName(Path.GetDirectoryName(path))!, Of("type")!, Of("name")!, Of("queueName"), Of("connection"), Of("schedule"));
    }

    private TimeSpan Span(string key, string otherwise) => TimeSpan.Parse(Text(key, otherwise), CultureInfo.InvariantCulture);
    private int Number(string key, int otherwise) => int.Parse(Text(key, otherwise.ToString(CultureInfo.InvariantCulture)), CultureInfo.InvariantCulture);

    private string Text(string key, string otherwise)
    {
        if (settings.TryGetValue("AzureFunctionsJobHost__" + key.Replace(":", "__", StringComparison.Ordinal), out var setting)) return setting;
        var element = root;
        foreach (var name in key.Split(':'))
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element)) return otherwise;
        return element.ToString();
    }

    private static JsonElement Read(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(path));
        return document.RootElement.Clone();
    }
}
