using IntakeBot.Dialogue.Content;
using IntakeBot.Dialogue.Understanding;

namespace IntakeBot.Benchmarks;

/// <summary>The content of this repository, as it was copied beside the benchmarks when they were built.</summary>
internal static class Shipped
{
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "content");
    public static DateTimeOffset Now { get; } = new(2026, 11, 23, 22, 10, 0, TimeSpan.FromHours(8));

    public static ContentFiles Files() => ContentFiles.FromDirectory(Folder);

    public static ContentEdition Edition()
    {
        var files = Files();
        return new(ContentCatalog.Load(files, 1).OrThrow(), MessageReader.Create(files));
    }
}
