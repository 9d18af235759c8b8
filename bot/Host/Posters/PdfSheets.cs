using IntakeBot.Casework.Places;
using SkiaSharp;

namespace IntakeBot.Host.Posters;

/// <summary>One PDF of A4 sheets, to the millimetre, with crop marks. Pages go to the stream as they come.</summary>
internal sealed class PdfSheets : IDisposable
{
    private const double Point = 72 / 25.4;
    private const float MarkFrom = 1, MarkTo = 3;
    private readonly PosterDesign _design;
    private readonly SheetPlan _plan;
    private readonly PosterFonts _fonts;
    private readonly SKDocument _document;

    public PdfSheets(Stream to, string title, PosterDesign design, SheetPlan plan, PosterFonts fonts)
    {
        (_design, _plan, _fonts) = (design, plan, fonts);
        _document = SKDocument.CreatePdf(to, new SKDocumentPdfMetadata { Title = title, Creator = "IntakeBot", RasterDpi = 300 });
    }

    /// <param name="posters">At most as many as the plan has on a page.</param>
    public void AddPage(IReadOnlyList<(Building Building, QrMatrix Code)> posters)
    {
        var canvas = _document.BeginPage((float)(_plan.SheetWidth * Point), (float)(_plan.SheetHeight * Point));
        canvas.Scale((float)Point);
        Draw(canvas, posters, _design, _plan, _fonts);
        _document.EndPage();
    }

    /// <summary>Writes what belongs to all pages; without it the file is of no use.</summary>
    public void Finish() => _document.Close();

    public void Dispose() => _document.Dispose();

    /// <summary>One sheet on a canvas whose unit is the millimetre.</summary>
    public static void Draw(SKCanvas canvas, IReadOnlyList<(Building Building, QrMatrix Code)> posters, PosterDesign design, SheetPlan plan, PosterFonts fonts)
    {
        using var poster = new SkiaPoster(canvas, fonts);
        for (var i = 0; i < posters.Count; i++)
        {
            var (x, y) = plan.Corner(i);
            CropMarks(canvas, (float)x, (float)y, (float)plan.PosterWidth, (float)plan.PosterHeight);
            canvas.Save();
            canvas.Translate((float)x, (float)y);
            canvas.Scale((float)plan.Scale);
            design.Draw(poster, posters[i].Building, posters[i].Code);
            canvas.Restore();
        }
    }

    private static void CropMarks(SKCanvas canvas, float x, float y, float width, float height)
    {
        using var pen = new SKPaint { Color = SKColors.Black, StrokeWidth = 0.1f, IsStroke = true, IsAntialias = true };
        foreach (var (cornerX, outwardX) in ((float, float)[])[(x, -1), (x + width, 1)])
        {
            foreach (var (cornerY, outwardY) in ((float, float)[])[(y, -1), (y + height, 1)])
            {
                canvas.DrawLine(cornerX + outwardX * MarkFrom, cornerY, cornerX + outwardX * MarkTo, cornerY, pen);
                canvas.DrawLine(cornerX, cornerY + outwardY * MarkFrom, cornerX, cornerY + outwardY * MarkTo, pen);
            }
        }
    }
}
