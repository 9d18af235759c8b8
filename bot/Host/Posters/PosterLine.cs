using System.Globalization;

namespace IntakeBot.Host.Posters;

/// <summary>One line of <c>index.csv</c>: which building's poster is where, and what its code says.</summary>
/// <param name="Svg">Relative path; empty: none was wanted.</param>
/// <param name="Page">In the PDF, from 1; 0 without one.</param>
internal sealed record PosterLine(string Code, string Address, string Community, string Link, string Svg, string Pdf, int Page)
{
    /// <summary>As a record of RFC 4180, always quoted.</summary>
    public override string ToString()
    {
        string[] cells = [Code, Address, Community, Link, Svg, Pdf, Page == 0 ? "" : Page.ToString(CultureInfo.InvariantCulture)];
        return string.Join(',', cells.Select(cell => $"\"{cell.ReplaceLineEndings(" ").Replace("\"", "\"\"", StringComparison.Ordinal)}\"")) + "\n";
    }
}
