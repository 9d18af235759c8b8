using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using SkiaSharp;

namespace IntakeBot.Host.Tests.Channels.Playing;

/// <summary>Photos as the services of foreign channels keep them, to be fetched by address.</summary>
internal static class Photos
{
    private static readonly ConcurrentDictionary<string, byte[]> s_kept = new();

    public static string Keep(byte[] png)
    {
        var id = Guid.CreateVersion7().ToString("N");
        s_kept[id] = png;
        return id;
    }

    /// <summary>For a Connector: the photo that a request asks for; null: it asks for something else.</summary>
    public static Task<IResult?> ServeAsync(HttpContext context)
    {
        var parts = context.Request.Path.Value!.Split('/');
        var at = Array.IndexOf(parts, "attachments");
        return Task.FromResult(at >= 0 && at + 1 < parts.Length && s_kept.TryGetValue(parts[at + 1], out var png) ? Results.Bytes(png, "image/png") : null);
    }

    public static byte[] Png()
    {
        using var bitmap = new SKBitmap(64, 48);
        bitmap.Erase(SKColors.CornflowerBlue);
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 90);
        return data.ToArray();
    }
}
