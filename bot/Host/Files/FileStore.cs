namespace IntakeBot.Host.Files;

/// <summary>Where the bytes of photos and recordings lie: a folder, or Azure Blob Storage.</summary>
internal abstract class FileStore
{
    public abstract Task PutAsync(string id, string contentType, Stream content, CancellationToken cancellation);

    /// <returns>null: not there.</returns>
    public abstract Task<Stream?> OpenAsync(string id, CancellationToken cancellation);
}
