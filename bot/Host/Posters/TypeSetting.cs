namespace IntakeBot.Host.Posters;

/// <summary>
/// Estimates how wide text becomes, without the font: an SVG does not know with which it will be shown. Chinese characters
/// are as wide as the type is high, Latin ones a little over half of it.
/// </summary>
internal static class TypeSetting
{
    private const double Latin = 0.58;

    public static double Width(ReadOnlySpan<char> text, double size)
    {
        var ems = 0.0;
        foreach (var c in text) ems += c < '\u2000' ? Latin : 1;
        return ems * size;
    }

    /// <summary>The largest size up to <paramref name="size"/> at which the text fits.</summary>
    public static double Fit(string text, double size, double width) => Width(text, size) is var natural && natural > width ? size * width / natural : size;

    /// <summary>One line, or two of about the same length where one would have to be smaller than <paramref name="smallest"/>.</summary>
    public static (IReadOnlyList<string> Lines, double Size) Lines(string text, double size, double smallest, double width)
    {
        var one = Fit(text, size, width);
        if (one >= smallest) return ([text], one);
        var half = Width(text, 1) / 2;
        var cut = 1;
        while (cut < text.Length - 1 && Width(text.AsSpan(0, cut), 1) < half) cut++;
        // A house number stays in one piece.
        while (cut < text.Length - 1 && char.IsAsciiLetterOrDigit(text[cut]) && char.IsAsciiLetterOrDigit(text[cut - 1])) cut++;
        string[] two = [text[..cut].TrimEnd(), text[cut..].TrimStart()];
        return (two, Math.Min(size, two.Min(line => Fit(line, size, width))));
    }
}
