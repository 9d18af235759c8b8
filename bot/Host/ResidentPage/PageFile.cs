using System.IO.Compression;
using Microsoft.Net.Http.Headers;

namespace IntakeBot.Host.ResidentPage;

/// <summary>A text file of the page, kept in memory and compressed once, on first demand.</summary>
internal sealed class PageFile(byte[] bytes, string contentType)
{
    private readonly Lazy<byte[]> _brotli = new(() => Compress(bytes, s => new BrotliStream(s, CompressionLevel.SmallestSize)));
    private readonly Lazy<byte[]> _gzip = new(() => Compress(bytes, s => new GZipStream(s, CompressionLevel.SmallestSize)));

    public ReadOnlyMemory<byte> Bytes => bytes;

    /// <summary>Answers with the best encoding that the client takes. The caller has set the caching headers.</summary>
    public async Task SendAsync(HttpContext context)
    {
        var accepted = context.Request.Headers.AcceptEncoding.ToString();
        var (body, encoding) =
            accepted.Contains("br", StringComparison.OrdinalIgnoreCase) ? (_brotli.Value, "br") :
            accepted.Contains("gzip", StringComparison.OrdinalIgnoreCase) ? (_gzip.Value, "gzip") : (bytes, null);
        var response = context.Response;
        response.ContentType = contentType;
        response.ContentLength = body.Length;
        response.Headers.Vary = HeaderNames.AcceptEncoding;
        response.Headers.XContentTypeOptions = "nosniff";
        if (encoding is not null) response.Headers.ContentEncoding = encoding;
        if (!HttpMethods.IsHead(context.Request.Method)) await response.Body.WriteAsync(body, context.RequestAborted);
    }

    private static byte[] Compress(byte[] bytes, Func<Stream, Stream> with)
    {
        using var result = new MemoryStream();
        using (var stream = with(result)) stream.Write(bytes);
        return result.ToArray();
    }
}
