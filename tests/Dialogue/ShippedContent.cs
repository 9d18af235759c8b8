using IntakeBot.Dialogue.Content;
using IntakeBot.Dialogue.Understanding;

namespace IntakeBot.Dialogue.Tests;

/// <summary>The content of this repository with the real reader, made once for all tests.</summary>
public static class ShippedContent
{
    private static readonly Lazy<ContentFiles> s_files = new(() => ContentFiles.FromDirectory(Folder));
    private static readonly Lazy<ContentCatalog> s_catalog = new(() => ContentCatalog.Load(Files, 1).OrThrow());

    /// <summary>Copied beside the tests when they are built.</summary>
    public static string Folder => Path.Combine(AppContext.BaseDirectory, "content");
    public static string Conversations => Path.Combine(AppContext.BaseDirectory, "conversations");
    public static ContentFiles Files => s_files.Value;
    public static ContentCatalog Catalog => s_catalog.Value;
    public static IMessageReader Reader => Readers.ShippedReader.Reader;
    public static ContentLibrary Library() => new(new ContentEdition(Catalog, Reader));
}
