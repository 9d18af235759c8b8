using System.Globalization;
using System.Xml.Linq;
using IntakeBot.Host.Posters;
using SkiaSharp;
using ZXing;
using ZXing.Common;

namespace IntakeBot.Host.Tests.Posters;

/// <summary>A phone's camera: reads codes from pictures, with software that knows nothing of how they were made.</summary>
internal static class Scanner
{
    private const int Pixels = 600;

    /// <summary>What the code of an SVG poster says: its path is painted as a browser would.</summary>
    public static string? Read(string svg)
    {
        var path = XDocument.Parse(svg).Descendants().Single(e => (string?)e.Attribute("id") == "code");
        using var shape = SKPath.ParseSvgPathData((string)path.Attribute("d")!);
        shape.FillType = (string?)path.Attribute("fill-rule") == "evenodd" ? SKPathFillType.EvenOdd : SKPathFillType.Winding;
        using var bitmap = new SKBitmap(Pixels, Pixels);
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(SKColors.White);
        // Placed as on the poster, the poster 148.5 mm = 600 pixels wide.
        canvas.Scale(Pixels / (float)PosterDesign.Width);
        var numbers = ((string)path.Attribute("transform")!).Split('(', ' ', ')').Where(p => float.TryParse(p, CultureInfo.InvariantCulture, out _)).Select(p => float.Parse(p, CultureInfo.InvariantCulture)).ToArray();
        canvas.Translate(numbers[0], numbers[1]);
        canvas.Scale(numbers[2]);
        using var black = new SKPaint { Color = SKColors.Black, IsAntialias = true };
        canvas.DrawPath(shape, black);
        return Read(bitmap, new(0, 0, Pixels, Pixels));
    }

    /// <summary>As a phone does, frame after frame, each held a little differently: some codes are hard to find at one angle.</summary>
    public static string? Read(SKBitmap bitmap, SKRectI part)
    {
        foreach (var degrees in (float[])[0, 5, -9])
        {
            using var frame = new SKBitmap(part.Width * 5 / 4, part.Height * 5 / 4);
            using var canvas = new SKCanvas(frame);
            canvas.Clear(SKColors.White);
            canvas.RotateDegrees(degrees, frame.Width / 2f, frame.Height / 2f);
            canvas.Translate((frame.Width - part.Width) / 2f - part.Left, (frame.Height - part.Height) / 2f - part.Top);
            canvas.ClipRect(part);
            using var image = SKImage.FromBitmap(bitmap);
            canvas.DrawImage(image, 0, 0, new SKSamplingOptions(SKFilterMode.Linear));
            if (Read(frame) is { } text) return text;
        }
        return null;
    }

    private static string? Read(SKBitmap frame)
    {
        var grey = new byte[frame.Width * frame.Height];
        for (var y = 0; y < frame.Height; y++)
            for (var x = 0; x < frame.Width; x++) grey[y * frame.Width + x] = frame.GetPixel(x, y).Green;
        var reader = new BarcodeReaderGeneric { Options = new DecodingOptions { PossibleFormats = [BarcodeFormat.QR_CODE], TryHarder = true } };
        return reader.Decode(new RGBLuminanceSource(grey, frame.Width, frame.Height, RGBLuminanceSource.BitmapFormat.Gray8))?.Text;
    }
}
