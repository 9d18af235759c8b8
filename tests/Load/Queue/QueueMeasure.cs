using System.Diagnostics;
using IntakeBot.Host.Desk.Access;
using IntakeBot.Host.Desk.Queue;

namespace IntakeBot.Load.Queue;

/// <summary>Milliseconds of one kind of reading, in order of size.</summary>
internal sealed record QueueFigure(string Role, string What, IReadOnlyList<double> Took)
{
    public double P50 => Took[Took.Count / 2];
    public double P99 => Took[Math.Min(Took.Count - 1, Took.Count * 99 / 100)];

    public static QueueFigure Of(string role, string what, IEnumerable<double> took) => new(role, what, [.. took.Order()]);
    public static QueueFigure Of(string role, string what, IEnumerable<QueueFigure> figures) => Of(role, what, figures.SelectMany(f => f.Took));
}

/// <summary>Reads the queue as its pages do, each round one page deeper, for every tab and a handful of filters.</summary>
internal static class QueueMeasure
{
    private const int WarmUp = 3;

    /// <param name="filters">Also narrowed lists.</param>
    public static async Task<IReadOnlyList<QueueFigure>> ReadAsync(QueueReader reader, IReadOnlyList<(string Role, DeskViewer Viewer)> viewers, int rounds, bool filters = true)
    {
        var figures = new List<QueueFigure>();
        foreach (var (role, viewer) in viewers)
        {
            foreach (var (what, tab, filter) in Readings(viewer).Where(reading => filters || reading.Filter.IsEmpty))
            {
                QueueCursor? from = null;
                var took = new List<double>();
                for (var round = -WarmUp; round < rounds; round++)
                {
                    var began = Stopwatch.GetTimestamp();
                    await reader.CountAsync(viewer);
                    if (tab == QueueTab.ByStation) await reader.LoadsAsync(viewer);
                    var page = await reader.PageAsync(viewer, tab, from, filter: filter);
                    if (round >= 0) took.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
                    from = page.More;
                }
                figures.Add(QueueFigure.Of(role, what, took));
            }
        }
        return figures;
    }

    private static IEnumerable<(string What, QueueTab Tab, QueueFilter Filter)> Readings(DeskViewer viewer)
    {
        foreach (var tab in Enum.GetValues<QueueTab>())
            if (tab != QueueTab.ByStation || viewer.HasArea) yield return (tab.ToString(), tab, QueueFilter.None);
        yield return ("All, emergencies of one category", QueueTab.All, new() { Urgency = "emergency", Group = "labor" });
        yield return ("All, place unknown", QueueTab.All, new() { PlaceUnknown = true });
        yield return ("All, one person's", QueueTab.All, new() { Owner = "clerk-7" });
        if (viewer.Stations is { Count: > 1 } desks) yield return ("All, one desk of the area", QueueTab.All, new() { Station = desks[^1] });
    }
}
