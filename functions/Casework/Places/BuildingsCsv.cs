using System.Globalization;
using System.Text;
using IntakeBot.Casework.Content;
using IntakeBot.Casework.Places.Sample;

namespace IntakeBot.Casework.Places;

/// <summary>
/// Imports real buildings: UTF-8, a header line, columns <c>code,address,community,lat,lon</c> and optionally
/// <c>datum</c> (WGS84 when absent), in any order, quoted as RFC 4180 has it. All errors are told, each with its line.
/// </summary>
public static class BuildingsCsv
{
    private const int MostErrors = 20;
    private static readonly string[] Required = ["code", "address", "community", "lat", "lon"];

    /// <exception cref="BuildingsCsvException">The file holds errors; nothing is imported then.</exception>
    public static Gazetteer Read(string path, CaseworkContent content)
    {
        using var reader = new StreamReader(path, new UTF8Encoding(false, throwOnInvalidBytes: true));
        return Read(reader, content);
    }

    /// <inheritdoc cref="Read(string, CaseworkContent)"/>
    public static Gazetteer Read(TextReader reader, CaseworkContent content)
    {
        var (subdistricts, communities) = DistrictAreas.Of(content.District);
        var names = DistrictAreas.Names(content.District, subdistricts, communities);
        var errors = new List<string>();
        var rows = new List<(string Code, string Address, int Community, GeoPoint Point)>();
        var seen = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        int[]? order = null;
        foreach (var (line, cells) in CsvLines.Read(reader, errors))
        {
            if (errors.Count >= MostErrors) break;
            if (order is null)
            {
                order = [.. Required.Append("datum").Select(name => Array.FindIndex(cells, c => c.Trim().Equals(name, StringComparison.OrdinalIgnoreCase)))];
                for (var i = 0; i < Required.Length; i++) if (order[i] < 0) errors.Add($"line {line}: the header has no column {Required[i]}");
                if (errors.Count > 0) break;
                continue;
            }
            string Cell(int column) => order[column] >= 0 && order[column] < cells.Length ? cells[order[column]].Trim() : "";
            if (Row(Cell, names, seen, line, out var row) is { } error) errors.Add($"line {line}: {error}");
            else rows.Add(row);
        }
        if (order is null) errors.Add("line 1: the file is empty");
        if (errors.Count > 0) throw new BuildingsCsvException(errors);

        var columns = new BuildingColumns(rows.Count);
        foreach (var (i, row) in rows.Index())
        {
            (columns.Codes[i], columns.Addresses[i], columns.Communities[i]) = (row.Code, row.Address, (byte)row.Community);
            (columns.Lats[i], columns.Lons[i]) = (row.Point.Lat, row.Point.Lon);
        }
        return new Gazetteer(names, subdistricts, communities, columns, synthetic: false);
    }

    private static string? Row(
        Func<int, string> cell, DistrictNames names, Dictionary<string, int> seen, int line, out (string Code, string Address, int Community, GeoPoint Point) row)
    {
        row = default;
        var (code, address) = (cell(0), cell(1));
        if (!IsCode(code)) return "code must be letters, a dash and digits, such as TW-000123";
        if (!seen.TryAdd(code, line)) return $"code {code} was already given in line {seen[code]}";
        if (address.Length is 0 or > 300) return "address must have 1 to 300 characters";
        var community = names.Community(cell(2));
        if (community < 0) return "community is not one of the district's";
        if (!Number(cell(3), out var lat) || !Number(cell(4), out var lon)) return "lat and lon must be numbers in degrees";
        var datum = Datum.Wgs84;
        if (cell(5).Length > 0 && !Datums.TryParse(cell(5), out datum)) return "datum must be WGS84, GCJ02 or BD09";
        var point = GeoPoint.From(lat, lon, datum);
        if (!point.IsValid || lat is < 18 or > 54 || lon is < 73 or > 136) return "lat and lon are not in China: perhaps they are exchanged";
        row = (code.ToUpperInvariant(), address, community, point);
        return null;
    }

    private static bool IsCode(string code)
    {
        var dash = code.IndexOf('-', StringComparison.Ordinal);
        return dash is >= 1 and <= 6 && code.Length - dash - 1 is >= 1 and <= 8 && code[..dash].All(char.IsAsciiLetter) && code[(dash + 1)..].All(char.IsAsciiDigit);
    }

    private static bool Number(string text, out double value) =>
        double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value);
}

/// <param name="errors">One a line, with the line's number.</param>
public sealed class BuildingsCsvException(IReadOnlyList<string> errors) : Exception("buildings file: " + string.Join("; ", errors))
{
    public IReadOnlyList<string> Errors => errors;
}
