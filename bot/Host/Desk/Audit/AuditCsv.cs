using System.Globalization;
using System.Security.Claims;
using System.Text;
using IntakeBot.Host.Desk.Queue;
using IntakeBot.Host.Desk.Shell;
using IntakeBot.Host.Desk.Wording;

namespace IntakeBot.Host.Desk.Audit;

/// <summary>The book of looks as a file for a spreadsheet.</summary>
internal static class AuditCsv
{
    public static async Task<IResult> ServeAsync(ClaimsPrincipal user, HttpContext context, AuditBook book, DeskWording wording, StationNames stations, string? person, Guid? @case, DateOnly? day)
    {
        if (await book.ReadAsync(user, new(person, @case, day), AuditBook.MostExported, context.RequestAborted) is not { } page) return Results.Forbid();
        var texts = wording.In(DeskLanguage.Of(context));
        var t = texts.Audit;
        var csv = new StringBuilder();
        Line(t.When, t.Who, t.Case, t.Station, t.What, t.Why);
        foreach (var row in page.Rows)
            Line(ChinaTime.Of(row.At).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture), row.ActorName, row.Receipt, stations.Of(row.StationId), WhatOf(texts, row), row.Why ?? "");
        // The mark by which spreadsheets know that it is UTF-8.
        return Results.File([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(csv.ToString())], "text/csv; charset=utf-8", "looks.csv");

        void Line(params ReadOnlySpan<string> cells)
        {
            for (var i = 0; i < cells.Length; i++) csv.Append(i == 0 ? "" : ",").Append(Cell(cells[i]));
            csv.Append("\r\n");
        }
    }

    public static string WhatOf(DeskTexts texts, LookRow row) =>
        row.Kind == "looked" ? WordTexts.Of(texts.Words.Looks, row.What) : WordTexts.Of(texts.Words.Events, row.Kind);

    /// <summary>Quoted; what a spreadsheet would take for a formula stays text.</summary>
    internal static string Cell(string text) =>
        $"\"{(text is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] ? "'" : "")}{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
