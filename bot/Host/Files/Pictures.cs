using SkiaSharp;

namespace IntakeBot.Host.Files;

/// <summary>
/// Decodes a picture and writes it anew: EXIF, places and whatever else was hidden in the file stay behind. Turned as the
/// camera held it, and no larger than a screen needs.
/// </summary>
internal static class Pictures
{
    private const int LongestSide = 2560;
    private const long MostPixels = 60_000_000;
    private const int Quality = 85;

    /// <returns>null: it cannot be decoded, or it would be a bomb.</returns>
    public static SKData? Clean(Stream source, Media media)
    {
        using var codec = SKCodec.Create(source);
        if (codec is null || (long)codec.Info.Width * codec.Info.Height > MostPixels) return null;

        // Large photos are decoded smaller at once, as far as the format can.
        var scale = Math.Min(1f, LongestSide / (float)Math.Max(codec.Info.Width, codec.Info.Height));
        var size = codec.GetScaledDimensions(scale);
        using var decoded = new SKBitmap(new SKImageInfo(size.Width, size.Height, SKColorType.Rgba8888, SKAlphaType.Premul));
        if (codec.GetPixels(decoded.Info, decoded.GetPixels()) is not (SKCodecResult.Success or SKCodecResult.IncompleteInput)) return null;

        using var turned = Turned(decoded, codec.EncodedOrigin);
        using var fitted = Fitted(turned ?? decoded);
        using var image = SKImage.FromBitmap(fitted ?? turned ?? decoded);
        return image.Encode(
            media switch
            {
                Media.Png => SKEncodedImageFormat.Png,
                Media.WebP => SKEncodedImageFormat.Webp,
                _ => SKEncodedImageFormat.Jpeg,
            },
            Quality);
    }

    private static SKBitmap? Fitted(SKBitmap bitmap)
    {
        var longest = Math.Max(bitmap.Width, bitmap.Height);
        if (longest <= LongestSide) return null;
        var info = bitmap.Info.WithSize(bitmap.Width * LongestSide / longest, bitmap.Height * LongestSide / longest);
        return bitmap.Resize(info, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
    }

    private static SKBitmap? Turned(SKBitmap bitmap, SKEncodedOrigin origin)
    {
        if (origin is SKEncodedOrigin.TopLeft or 0) return null;
        var sideways = origin is SKEncodedOrigin.LeftTop or SKEncodedOrigin.RightTop or SKEncodedOrigin.RightBottom or SKEncodedOrigin.LeftBottom;
        float w = bitmap.Width, h = bitmap.Height;
        var turned = new SKBitmap(bitmap.Info.WithSize(sideways ? bitmap.Height : bitmap.Width, sideways ? bitmap.Width : bitmap.Height));
        using var canvas = new SKCanvas(turned);
        // Columns of the matrix as in the EXIF orientations 2 to 8.
        canvas.SetMatrix(origin switch
        {
            SKEncodedOrigin.TopRight => new(-1, 0, w, 0, 1, 0, 0, 0, 1),
            SKEncodedOrigin.BottomRight => new(-1, 0, w, 0, -1, h, 0, 0, 1),
            SKEncodedOrigin.BottomLeft => new(1, 0, 0, 0, -1, h, 0, 0, 1),
            SKEncodedOrigin.LeftTop => new(0, 1, 0, 1, 0, 0, 0, 0, 1),
            SKEncodedOrigin.RightTop => new(0, -1, h, 1, 0, 0, 0, 0, 1),
            SKEncodedOrigin.RightBottom => new(0, -1, h, -1, 0, w, 0, 0, 1),
            _ => new(0, 1, 0, -1, 0, w, 0, 0, 1),
        });
        canvas.DrawBitmap(bitmap, 0, 0);
        return turned;
    }
}
