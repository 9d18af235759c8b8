using QRCoder;

namespace IntakeBot.Host.Posters;

/// <summary>
/// The modules of one QR code (ISO/IEC 18004), as outlines rather than squares: neighbouring squares show hairlines between
/// them on many screens and printers.
/// </summary>
internal sealed class QrMatrix
{
    /// <summary>Light modules around the code; the standard asks for four.</summary>
    public const int Quiet = 4;
    // A quarter of the code may be scratched or covered: posters at doors grow old.
    private const QRCodeGenerator.ECCLevel Level = QRCodeGenerator.ECCLevel.Q;

    private QrMatrix(int side, IReadOnlyList<IReadOnlyList<(int X, int Y)>> outlines) => (Side, Outlines) = (side, outlines);

    /// <summary>Modules along one side, the quiet zone included.</summary>
    public int Side { get; }
    /// <summary>Corners of the dark areas and of the holes in them, to be filled even-odd; each begins with a horizontal edge.</summary>
    public IReadOnlyList<IReadOnlyList<(int X, int Y)>> Outlines { get; }

    public static QrMatrix Of(string text)
    {
        using var data = QRCodeGenerator.GenerateQrCode(text, Level);
        var rows = data.ModuleMatrix;
        var outer = rows.Count - 2 * Quiet;
        var dark = new bool[outer + 2, outer + 2];
        for (var y = 0; y < outer; y++) for (var x = 0; x < outer; x++) dark[y + 1, x + 1] = rows[y + Quiet][x + Quiet];
        return new(rows.Count, Trace(dark, Quiet - 1));
    }

    // Every outline, also that of a hole, has an edge with light above and dark below: from each, it is followed until it closes.
    private static List<IReadOnlyList<(int X, int Y)>> Trace(bool[,] dark, int offset)
    {
        var size = dark.GetLength(0);
        var seen = new bool[size, size];
        var outlines = new List<IReadOnlyList<(int X, int Y)>>();
        for (var y = 1; y < size; y++)
            for (var x = 1; x < size; x++)
                if (Goes(dark, x, y, 1, 0) && !seen[y, x]) outlines.Add(Follow(dark, seen, x, y, offset));
        return outlines;
    }

    // With the dark on the right hand, and to the right where two dark modules only touch.
    private static List<(int X, int Y)> Follow(bool[,] dark, bool[,] seen, int startX, int startY, int offset)
    {
        var corners = new List<(int X, int Y)>();
        var (x, y, dx, dy) = (startX, startY, 1, 0);
        do
        {
            corners.Add((x + offset, y + offset));
            do
            {
                if (dx == 1) seen[y, x] = true;
                (x, y) = (x + dx, y + dy);
            }
            while (Goes(dark, x, y, dx, dy) && !Goes(dark, x, y, -dy, dx));
            (dx, dy) = Goes(dark, x, y, -dy, dx) ? (-dy, dx) : (dy, -dx);
        }
        while ((x, y, dx) != (startX, startY, 1));
        return corners;
    }

    // Whether an edge leaves the corner in this direction with the dark on its right.
    private static bool Goes(bool[,] dark, int x, int y, int dx, int dy) => (dx, dy) switch
    {
        (1, 0) => dark[y, x] && !dark[y - 1, x],
        (-1, 0) => dark[y - 1, x - 1] && !dark[y, x - 1],
        (0, 1) => dark[y, x - 1] && !dark[y, x],
        _ => dark[y - 1, x] && !dark[y - 1, x - 1],
    };
}
