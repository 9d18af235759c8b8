using System.Text;

namespace IntakeBot.Casework.Places;

/// <summary>Records of a CSV text (RFC 4180): quoted cells may hold commas, doubled quotes and line breaks.</summary>
internal static class CsvLines
{
    private const int LongestRecord = 10_000;

    /// <summary>Each record with the line it begins on; empty lines are passed over.</summary>
    public static IEnumerable<(int Line, string[] Cells)> Read(TextReader reader, List<string> errors)
    {
        var number = 0;
        while (reader.ReadLine() is { } text)
        {
            var first = ++number;
            if (first == 1) text = text.TrimStart('\uFEFF');
            while (Quotes(text) % 2 == 1 && text.Length < LongestRecord && reader.ReadLine() is { } more)
            {
                text = $"{text}\n{more}";
                number++;
            }
            if (text.Length == 0) continue;
            if (Quotes(text) % 2 == 1)
            {
                errors.Add($"line {first}: a quote is never closed");
                yield break;
            }
            yield return (first, Cells(text));
        }
    }

    private static int Quotes(string text) => text.AsSpan().Count('"');

    private static string[] Cells(string text)
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '"' && quoted && i + 1 < text.Length && text[i + 1] == '"') cell.Append(text[++i]);
            else if (c == '"') quoted = !quoted;
            else if (c == ',' && !quoted)
            {
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else cell.Append(c);
        }
        cells.Add(cell.ToString());
        return [.. cells];
    }
}
