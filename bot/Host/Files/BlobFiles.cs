using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using IntakeBot.Host.Outbox;
using Polly;

namespace IntakeBot.Host.Files;

/// <summary>Files in a private container of Azure Blob Storage.</summary>
internal sealed class BlobFiles : FileStore
{
    private readonly BlobContainerClient _container;
    private readonly ResiliencePipeline _pipeline;
    private bool _made;

    public BlobFiles(string connection, string container, TimeProvider clock)
    {
        // Newer than every server that may stand there: Azurite refuses the package's own default.
        var options = new BlobClientOptions(BlobClientOptions.ServiceVersion.V2025_11_05);
        options.Retry.MaxRetries = 0;
        _container = new BlobContainerClient(connection, container, options);
        _pipeline = OutgoingCalls.Pipeline(clock, TimeSpan.FromSeconds(20));
    }

    public override async Task PutAsync(string id, string contentType, Stream content, CancellationToken cancellation) =>
        await _pipeline.ExecuteAsync(
            async stop =>
            {
                if (!_made) await _container.CreateIfNotExistsAsync(cancellationToken: stop);
                _made = true;
                content.Position = 0;
                await _container.GetBlobClient(id).UploadAsync(content, new BlobUploadOptions { HttpHeaders = new() { ContentType = contentType } }, stop);
            },
            cancellation);

    public override async Task<Stream?> OpenAsync(string id, CancellationToken cancellation)
    {
        try
        {
            return await _pipeline.ExecuteAsync(async stop => await _container.GetBlobClient(id).OpenReadAsync(cancellationToken: stop), cancellation);
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return null;
        }
    }
}
