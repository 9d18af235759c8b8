using System.Globalization;
using IntakeBot.Casework.Cases;
using IntakeBot.Casework.Store;
using IntakeBot.Host.Desk.Access;
using Microsoft.AspNetCore.WebUtilities;

namespace IntakeBot.Host.Desk.Queue;

/// <summary>
/// What a list is narrowed to; every given condition must hold. Lives in the address of the page, so it holds codes and
/// account ids only, never names, receipts or text.
/// </summary>
public sealed record QueueFilter
{
    public static readonly QueueFilter None = new();

    /// <summary>emergency, urgent, normal.</summary>
    public string? Urgency { get; init; }
    /// <summary>Group of the taxonomy, e.g. <c>rental</c>.</summary>
    public string? Group { get; init; }
    /// <summary>consult, request, complaint, report, suggestion.</summary>
    public string? Kind { get; init; }
    public CaseLevel? Level { get; init; }
    /// <summary>Only this desk, with what it was called to.</summary>
    public string? Station { get; init; }
    /// <summary>Account that took it over.</summary>
    public string? Owner { get; init; }
    public bool PlaceUnknown { get; init; }
    /// <summary>First and last day of the submission, as China counts days.</summary>
    public DateOnly? From { get; init; }
    public DateOnly? To { get; init; }

    public bool IsEmpty => this == None;
    public int Count => new object?[] { Urgency, Group, Kind, Level, Station, Owner, PlaceUnknown ? true : null, From, To }.Count(value => value is not null);
    /// <summary>Leaves out rows of the desks that are looked at: a walk along an index may pass many before a page is full.</summary>
    internal bool Narrows => this with { Station = null } != None;

    /// <summary>Unreadable values count as none: an address that was typed or shortened still opens the queue.</summary>
    public static QueueFilter Of(string query)
    {
        var values = QueryHelpers.ParseQuery(query);
        return new()
        {
            Urgency = Code("urgency"),
            Group = Code("group"),
            Kind = Code("kind"),
            Level = Enum.GetValues<CaseLevel>().Cast<CaseLevel?>().FirstOrDefault(level => level!.Value.Code() == Code("level")),
            Station = Code("station"),
            Owner = Code("owner"),
            PlaceUnknown = Code("place") == "unknown",
            From = Day("from"),
            To = Day("to"),
        };

        string? Code(string name) => values.TryGetValue(name, out var value) && value.ToString() is { Length: > 0 and <= 64 } code ? code : null;
        DateOnly? Day(string name) => DateOnly.TryParseExact(Code(name), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
    }

    /// <summary>The conditions as they stand in an address; null for those that are not given.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Query =>
    [
        new("urgency", Urgency), new("group", Group), new("kind", Kind), new("level", Level?.Code()), new("station", Station), new("owner", Owner),
        new("place", PlaceUnknown ? "unknown" : null), new("from", From?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        new("to", To?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
    ];

    /// <summary>The viewer as looking at the chosen desk only; at none when it lies outside the area.</summary>
    internal DeskViewer Narrow(DeskViewer viewer) => Station is null ? viewer
        : viewer with { Stations = viewer.Stations?.Contains(Station) == false ? [] : [Station] };

    internal IQueryable<CaseRow> On(IQueryable<CaseRow> cases)
    {
        if (Urgency is { } urgency) cases = cases.Where(c => c.Urgency == urgency);
        if (Group is { } group && group + "." is var prefix) cases = cases.Where(c => c.Leaf.StartsWith(prefix));
        if (Kind is { } kind) cases = cases.Where(c => c.Kind == kind);
        if (Level is { } level) cases = cases.Where(c => c.Level == level);
        if (Owner is { } owner) cases = cases.Where(c => c.OwnerId == owner);
        if (PlaceUnknown) cases = cases.Where(c => !c.PlaceKnown);
        if (From is { } first && Midnight(first) is var from) cases = cases.Where(c => c.SubmittedAt >= from);
        if (To is { } last && Midnight(last.AddDays(1)) is var to) cases = cases.Where(c => c.SubmittedAt < to);
        return cases;
    }

    private static DateTimeOffset Midnight(DateOnly day) => new(day, TimeOnly.MinValue, ChinaTime.Offset);
}
