namespace IntakeBot.Host.Files;

/// <summary>Files in a folder, spread over 4096 subfolders by the first letters of their ids.</summary>
internal sealed class FolderFiles(string root) : FileStore
{
    public override async Task PutAsync(string id, string contentType, Stream content, CancellationToken cancellation)
    {
        var path = PathOf(id);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        // Written beside and moved: a file that has its name is whole.
        var part = path + ".part";
        await using (var file = new FileStream(part, FileMode.Create, FileAccess.Write, FileShare.None, 64 * 1024, useAsync: true))
        {
            await content.CopyToAsync(file, cancellation);
            file.Flush(flushToDisk: true);
        }

        File.Move(part, path, overwrite: true);
    }

    public override Task<Stream?> OpenAsync(string id, CancellationToken cancellation) => Task.FromResult<Stream?>(
        File.Exists(PathOf(id)) ? new FileStream(PathOf(id), FileMode.Open, FileAccess.Read, FileShare.Read, 64 * 1024, useAsync: true) : null);

    private string PathOf(string id) => Path.Combine(root, id[..2], id);
}
