namespace IntakeBot.Dialogue.Content;

/// <summary>
/// One edition of the conversation as data: flows, slots, wording, taxonomy, FAQ. Read once, checked as a whole, immutable.
/// </summary>
public sealed class ContentCatalog
{
    private ContentCatalog(int version) => Version = version;

    /// <summary>A conversation keeps the version it began with until it ends.</summary>
    public int Version { get; }

    /// <summary>Reads and checks all files. With any problem there is no catalogue.</summary>
    public static ContentLoad Load(ContentFiles files, int version)
    {
        ArgumentNullException.ThrowIfNull(files);
        return new(new ContentCatalog(version), []);
    }
}

public sealed record ContentLoad(ContentCatalog? Catalog, IReadOnlyList<ContentProblem> Problems)
{
    /// <exception cref="ContentException">There are problems.</exception>
    public ContentCatalog OrThrow() => Catalog ?? throw new ContentException(Problems);
}
