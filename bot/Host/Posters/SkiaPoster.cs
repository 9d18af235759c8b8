using SkiaSharp;

namespace IntakeBot.Host.Posters;

/// <summary>Draws posters on a Skia canvas: a page of a PDF, or a bitmap. Not for two threads at once.</summary>
internal sealed class SkiaPoster(SKCanvas canvas, PosterFonts fonts) : IPosterCanvas, IDisposable
{
    private readonly SKPaint _paint = new() { IsAntialias = true };
    private readonly SKFont _regular = fonts.Font(bold: false);
    private readonly SKFont _bold = fonts.Font(bold: true);

    public void Panel(double x, double y, double width, double height, string colour)
    {
        _paint.Color = SKColor.Parse(colour);
        canvas.DrawRect((float)x, (float)y, (float)width, (float)height, _paint);
    }

    public void Text(string text, double x, double y, PosterType type, PosterAlign align)
    {
        _paint.Color = SKColor.Parse(type.Colour);
        var font = type.Bold ? _bold : _regular;
        font.Size = (float)type.Size;
        canvas.DrawText(text, (float)x, (float)y, align switch { PosterAlign.Left => SKTextAlign.Left, PosterAlign.Middle => SKTextAlign.Center, _ => SKTextAlign.Right }, font, _paint);
    }

    public void Code(QrMatrix code, double x, double y, double side)
    {
        using var path = new SKPath { FillType = SKPathFillType.EvenOdd };
        foreach (var outline in code.Outlines) path.AddPoly([.. outline.Select(corner => new SKPoint(corner.X, corner.Y))], close: true);
        // Whole numbers in the file, and the scale before them: a third of the size.
        canvas.Save();
        canvas.Translate((float)x, (float)y);
        canvas.Scale((float)side / code.Side);
        _paint.Color = SKColors.Black;
        canvas.DrawPath(path, _paint);
        canvas.Restore();
    }

    public void Dispose()
    {
        _paint.Dispose();
        _regular.Dispose();
        _bold.Dispose();
    }
}
