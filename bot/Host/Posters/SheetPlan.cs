namespace IntakeBot.Host.Posters;

/// <summary>How posters lie on a sheet of A4, in millimetres: as large as they can be with room for crop marks around each.</summary>
internal sealed record SheetPlan(int PerPage, int Columns, int Rows, bool Landscape, double PosterWidth)
{
    public const int MostPerPage = 16;
    private const double Short = 210, Long = 297;
    /// <summary>No printer prints to the very edge.</summary>
    private const double Margin = 7;
    /// <summary>Between two posters: both have their crop marks there.</summary>
    private const double Gap = 6;

    public double SheetWidth => Landscape ? Long : Short;
    public double SheetHeight => Landscape ? Short : Long;
    public double PosterHeight => PosterWidth * PosterDesign.Height / PosterDesign.Width;
    /// <summary>Millimetres for one unit of the poster.</summary>
    public double Scale => PosterWidth / PosterDesign.Width;

    public static SheetPlan Of(int perPage)
    {
        SheetPlan? best = null;
        foreach (var landscape in (bool[])[false, true])
        {
            for (var columns = 1; columns <= perPage; columns++)
            {
                if (perPage % columns != 0) continue;
                var rows = perPage / columns;
                var wide = Free(landscape ? Long : Short, columns);
                var high = Free(landscape ? Short : Long, rows) * PosterDesign.Width / PosterDesign.Height;
                var plan = new SheetPlan(perPage, columns, rows, landscape, Math.Min(wide, high));
                if (best is null || plan.PosterWidth > best.PosterWidth + 0.01) best = plan;
            }
        }
        return best!;

        static double Free(double length, int count) => (length - 2 * Margin - (count - 1) * Gap) / count;
    }

    /// <summary>The upper left corner of a poster; the block of posters lies in the middle of the sheet.</summary>
    public (double X, double Y) Corner(int index)
    {
        var (row, column) = Math.DivRem(index, Columns);
        return (Start(SheetWidth, PosterWidth, Columns) + column * (PosterWidth + Gap), Start(SheetHeight, PosterHeight, Rows) + row * (PosterHeight + Gap));

        static double Start(double sheet, double poster, int count) => (sheet - count * poster - (count - 1) * Gap) / 2;
    }
}
