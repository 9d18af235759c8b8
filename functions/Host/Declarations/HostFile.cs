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
    private const string Queues = "extensions:queues:";

    public TimeSpan Deadline => FunctionTimeout / 2;

    /// <param name="setting">
    /// Settings that prevail over the file, by path (<c>extensions:queues:batchSize</c>); a Functions host takes them from
    /// <c>AzureFunctionsJobHost__extensions__queues__batchSize</c>.
    /// </param>
    /// <exception cref="DeclarationException">The file is missing or cannot be used.</exception>
    public static HostFile Read(string folder, Func<string, string?> setting)
    {
        var path = Path.Combine(folder, Name);
        using var document = DeclarationException.Parse(path);
        var root = document.RootElement;
        string? Value(string key) => setting(key) ?? TextAt(root, key);
        DeclarationException Wrong(string key, string should) => new(path, $"{key} is \"{Value(key)}\"; it must be {should}");

        TimeSpan Span(string key, TimeSpan otherwise) => Value(key) is not { } text ? otherwise
            : TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span) && span >= TimeSpan.Zero ? span
            : throw Wrong(key, "a duration such as 00:00:30");

        int Whole(string key, int otherwise, int least, int most) => Value(key) is not { } text ? otherwise
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number
            : throw Wrong(key, $"a whole number from {least} to {most}");

        const string Encoding = Queues + "messageEncoding";
        if (Value(Encoding) is { } encoding && !encoding.Equals("base64", StringComparison.OrdinalIgnoreCase))
            throw Wrong(Encoding, "base64, as the bot writes");
        var batch = Whole(Queues + "batchSize", 16, 1, 32);
        return new HostFile(
            Span("functionTimeout", TimeSpan.FromMinutes(5)),
            Span(Queues + "maxPollingInterval", TimeSpan.FromMinutes(1)),
            Span(Queues + "visibilityTimeout", TimeSpan.Zero),
            batch,
            Whole(Queues + "newBatchThreshold", batch / 2, 0, 1000),
            Whole(Queues + "maxDequeueCount", 5, 1, 1000));
    }

    private static string? TextAt(JsonElement element, string key)
    {
        foreach (var name in key.Split(':'))
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element)) return null;
        return element.ValueKind == JsonValueKind.String ? element.GetString() : element.GetRawText();
    }
}
