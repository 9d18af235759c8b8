using System.Security.Claims;
using IntakeBot.Host.Files;
using IntakeBot.Host.Store;
using Microsoft.EntityFrameworkCore;
using SkiaSharp;

namespace IntakeBot.Host.Desk.Cases;

/// <summary>Photos and recordings of a case, for those who may see the case. Anything else is answered as if it were not there.</summary>
internal sealed class CaseFiles(DeskCases cases, IDbContextFactory<HostDb> databases, FileStore files) : IDisposable
{
    private const int ThumbnailSide = 240;
    private readonly SemaphoreSlim _decoding = new(2, 2);

    public async Task<IResult> ServeAsync(ClaimsPrincipal user, Guid caseId, string fileId, bool thumbnail, HttpContext context)
    {
        var stop = context.RequestAborted;
        if (await cases.ConversationAsync(user, caseId, stop) is not { } conversation) return Results.NotFound();
        await using var db = await databases.CreateDbContextAsync(stop);
        var row = await db.Files.AsNoTracking().SingleOrDefaultAsync(f => f.Id == fileId && f.ConversationId == conversation, stop);
        if (row is null || await files.OpenAsync(fileId, stop) is not { } content) return Results.NotFound();

        context.Response.Headers.CacheControl = "private, max-age=3600";
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        if (thumbnail && row.ContentType.StartsWith("image/", StringComparison.Ordinal))
        {
            await using (content)
                return await ThumbnailAsync(content, stop) is { } small ? Results.Bytes(small, "image/jpeg") : Results.NotFound();
        }
        context.Response.Headers.ContentDisposition = MediaTypes.IsShown(row.ContentType) ? "inline" : "attachment";
        return Results.Stream(content, row.ContentType, enableRangeProcessing: content.CanSeek);
    }

    private async Task<byte[]?> ThumbnailAsync(Stream content, CancellationToken cancellation)
    {
        await _decoding.WaitAsync(cancellation);
        try
        {
            return await Task.Run(() => Shrink(content), cancellation);
        }
        finally
        {
            _decoding.Release();
        }
    }

    // What is stored was cleaned and bounded when it came in; here it only gets smaller.
    private static byte[]? Shrink(Stream content)
    {
        using var codec = SKCodec.Create(content);
        if (codec is null) return null;
        var longest = Math.Max(codec.Info.Width, codec.Info.Height);
        var size = codec.GetScaledDimensions(Math.Min(1f, 2f * ThumbnailSide / longest));
        using var decoded = new SKBitmap(new SKImageInfo(size.Width, size.Height, SKColorType.Rgba8888, SKAlphaType.Premul));
        if (codec.GetPixels(decoded.Info, decoded.GetPixels()) is not (SKCodecResult.Success or SKCodecResult.IncompleteInput)) return null;
        var scale = Math.Min(1f, ThumbnailSide / (float)Math.Max(size.Width, size.Height));
        using var small = decoded.Resize(new SKSizeI(Math.Max(1, (int)(size.Width * scale)), Math.Max(1, (int)(size.Height * scale))),
            new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        using var image = SKImage.FromBitmap(small ?? decoded);
        using var data = image.Encode(SKEncodedImageFormat.Jpeg, 80);
        return data.ToArray();
    }

    public void Dispose() => _decoding.Dispose();
}
