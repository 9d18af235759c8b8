using System.Globalization;
using System.Text.Json;

namespace IntakeBot.Functions.Declarations;

/// <summary>The part of host.json that says how messages are delivered; defaults are those of the Functions host.</summary>
/// <param name="FunctionTimeout">After this a Functions host kills the process; our own deadline is half of it.</param>
/// <param name="MaxPollingInterval">Longest pause between two looks at an empty queue.</param>
/// <param name="VisibilityTimeout">How long a failed message rests before its next delivery.</param>
/// <param name="BatchSize">Messages taken at once, 1 to 32.</param>
/// <param name="NewBatchThreshold">The next batch is taken when no more than this many are being handled.</param>
/// <param name="MaxDequeueCount">Deliveries before a message goes to the poison queue.</param>
internal sealed record HostFile(
    TimeSpan FunctionTimeout, TimeSpan MaxPollingInterval, TimeSpan VisibilityTimeout, int BatchSize, int NewBatchThreshold, int MaxDequeueCount)
{
    public const string Name = "host.json";

    public TimeSpan Deadline => FunctionTimeout / 2;

    /// <exception cref="DeclarationException">The file is missing or cannot be used.</exception>
    public static HostFile Read(string folder)
    {
        var path = Path.Combine(folder, Name);
        using var document = DeclarationException.Parse(path);
        var root = document.RootElement;
        var queues = Child(Child(root, "extensions"), "queues");
        var batch = Whole(queues, "batchSize", 16, path);
        if (batch is < 1 or > 32) throw new DeclarationException(path, $"batchSize is {batch}; it must be 1 to 32");
        if (Child(queues, "messageEncoding") is { ValueKind: JsonValueKind.String } encoding
            && !string.Equals(encoding.GetString(), "base64", StringComparison.OrdinalIgnoreCase))
            throw new DeclarationException(path, "messageEncoding must be base64: the bot writes it so");
        return new HostFile(
            Span(root, "functionTimeout", TimeSpan.FromMinutes(5), path),
            Span(queues, "maxPollingInterval", TimeSpan.FromMinutes(1), path),
            Span(queues, "visibilityTimeout", TimeSpan.Zero, path),
            batch,
            Whole(queues, "newBatchThreshold", batch / 2, path),
            Whole(queues, "maxDequeueCount", 5, path));
    }

    private static JsonElement Child(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var child) ? child : default;

    private static TimeSpan Span(JsonElement parent, string name, TimeSpan otherwise, string path) => Child(parent, name) switch
    {
        { ValueKind: JsonValueKind.Undefined } => otherwise,
        { ValueKind: JsonValueKind.String } value when TimeSpan.TryParse(value.GetString(), CultureInfo.InvariantCulture, out var span) && span >= TimeSpan.Zero => span,
        _ => throw new DeclarationException(path, $"{name} is no duration such as 00:00:30"),
    };

    private static int Whole(JsonElement parent, string name, int otherwise, string path) => Child(parent, name) switch
    {
        { ValueKind: JsonValueKind.Undefined } => otherwise,
        { ValueKind: JsonValueKind.Number } value when value.TryGetInt32(out var number) && number >= 0 => number,
        _ => throw new DeclarationException(path, $"{name} is no whole number"),
    };
}
