namespace IntakeBot.Host.Posters;

/// <summary>What a poster is drawn on. Lengths in units of the poster, which is <see cref="PosterDesign.Width"/> wide.</summary>
internal interface IPosterCanvas
{
    void Panel(double x, double y, double width, double height, string colour);
    /// <param name="x">Left end, middle or right end of the text.</param>
    /// <param name="y">Baseline.</param>
    void Text(string text, double x, double y, PosterType type, PosterAlign align = PosterAlign.Middle);
    /// <param name="side">The quiet zone included.</param>
    void Code(QrMatrix code, double x, double y, double side);
}

/// <param name="Colour"><c>#rrggbb</c>.</param>
internal readonly record struct PosterType(double Size, string Colour, bool Bold = false);

internal enum PosterAlign
{
    Left,
    Middle,
    Right,
}
