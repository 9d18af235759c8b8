using System.Globalization;
using IntakeBot.Casework.Cases;
using IntakeBot.Casework.Content;
using IntakeBot.Casework.Petitions;
using IntakeBot.Casework.Places;

namespace IntakeBot.Casework.Routing;

/// <summary>Writes the reasons that staff read (<c>routing.zh-CN.yaml</c>).</summary>
public sealed class RoutingWords
{
    private readonly RoutingFile file;

    internal RoutingWords(RoutingFile file)
    {
        if (file.Parked.SchemaErrors.Length == 0) throw new CaseworkContentException("routing.zh-CN.yaml: parked.schemaErrors is empty");
        this.file = file;
    }

    internal RoutingFile.AboutStaffEntry AboutStaff => file.AboutStaff;
    internal RoutingFile.EscalationEntry Escalation => file.Escalation;

    /// <summary>The sentence for a decision: where it goes, how far, and why not to what is nearer.</summary>
    public string Reason(PlacesSnapshot places, in Matter matter, in RouteDecision decision, DateTimeOffset now, StationLoads loads)
    {
        var moment = places.Calendar.At(now);
        var parts = new List<string>();
        if (!matter.HasPoint) parts.Add(file.PlaceUnknown);
        else if (!decision.PlaceKnown) parts.Add(file.OutsideDistrict);
        parts.Add(Chosen(matter, decision));

        var chosen = decision.Station.Index;
        var nearer = matter.HasPoint ? places.Near(matter.Point, Router.CircleMetres).TakeWhile(n => n.Station.Index != chosen) : [];
        var skipped = Skipped(places, nearer, matter, now, loads);
        if (skipped.Count > 0) parts.Add(Fill(file.Nearer, ("list", string.Join(file.Separator, skipped))));
        if (decision.Level is CaseLevel.Subdistrict or CaseLevel.District && matter.Community >= 0) parts.Add(HallSkipped(places, matter, now, moment));
        return string.Join(file.Separator, parts);
    }

    public string Called(string from, string to) => Fill(file.Called, ("from", from), ("to", to));

    public string Transferred(string from, string to) => Fill(file.Transferred, ("from", from), ("to", to));

    /// <summary>Why each of these would not take it now; those that would are left out.</summary>
    internal List<string> Skipped(PlacesSnapshot places, IEnumerable<(Station Station, double Metres)> stations, in Matter matter, DateTimeOffset now, StationLoads loads)
    {
        var moment = places.Calendar.At(now);
        var skipped = new List<string>();
        foreach (var (station, metres) in stations)
            if (Why(places, station, matter, now, moment, loads, file.Skipped, metres) is { } why) skipped.Add(why);
        return skipped;
    }

    internal string OwnerGone(string owner) => Fill(file.OwnerGone, ("owner", owner));

    internal string StationClosed(string station, string reason) => Fill(file.StationClosed, ("station", station), ("reason", reason));

    internal string StationGone(string station, string reason) => Fill(file.StationGone, ("station", station), ("reason", reason));

    internal string Parked(EnvelopeProblem problem) => Fill(problem.Fault switch
    {
        EnvelopeFault.BrokenJson => file.Parked.BrokenJson,
        EnvelopeFault.UnknownVersion => file.Parked.UnknownVersion,
        EnvelopeFault.UnknownKind => file.Parked.UnknownKind,
        _ => file.Parked.SchemaErrors,
    }, ("detail", problem.Detail));

    internal string Poisoned => file.Parked.Poison;

    /// <summary>A station's name as people say it.</summary>
    internal string ShortName(Station station)
    {
        var name = Plain(station);
        // two characters are too common to be the name of one station
        return AddressText.Normal(name.Length > 2 ? name : station.Name);
    }

    private string Chosen(in Matter matter, in RouteDecision decision)
    {
        var near = decision.Level is CaseLevel.Station or CaseLevel.Hall && decision.Metres <= Router.CircleMetres;
        var template = decision.Level switch
        {
            _ when near => file.Chosen.Station,
            CaseLevel.Station or CaseLevel.Hall => matter.HasPoint ? file.Chosen.Hall : file.Chosen.HallByText,
            CaseLevel.Subdistrict => file.Chosen.Subdistrict,
            _ => file.Chosen.District,
        };
        return Fill(template, ("station", decision.Station.Name), ("metres", Metres(decision.Metres)));
    }

    private string HallSkipped(PlacesSnapshot places, in Matter matter, DateTimeOffset now, DutyMoment moment)
    {
        var hall = places.Hall(matter.Community);
        var why = hall < 0 ? file.Why.Missing : Why(places, places.StationAt(hall), matter, now, moment, StationLoads.None, file.Why, double.NaN);
        return Fill(file.HallSkipped, ("why", why ?? file.Why.OffDuty));
    }

    private string? Why(
        PlacesSnapshot places, Station station, in Matter matter, DateTimeOffset now, DutyMoment moment, StationLoads loads, RoutingFile.SkippedEntry words, double metres)
    {
        var since = default(DateTimeOffset?);
        var template = Router.Skips(places, station, matter, moment, loads) switch
        {
            SkipCause.Accused => words.Accused,
            SkipCause.Full => words.Full,
            SkipCause.OffDuty => (since = places.OffDutySince(station, now)) is null ? words.OffDuty : words.OffDutySince,
            _ => null,
        };
        return template is null ? null : Fill(template, ("station", Plain(station)), ("metres", Metres(metres)),
            ("load", loads.Of(station.Index).ToString(CultureInfo.InvariantCulture)), ("time", since is null ? "" : Time(since.Value, now)));
    }

    private string Plain(Station station)
    {
        foreach (var suffix in file.AboutStaff.StationSuffixes)
            if (station.Name.EndsWith(suffix, StringComparison.Ordinal) && station.Name.Length > suffix.Length) return station.Name[..^suffix.Length];
        return station.Name;
    }

    private string Time(DateTimeOffset time, DateTimeOffset now)
    {
        DateTimeOffset local = ChinaTime.Of(time), today = ChinaTime.Of(now);
        var template = (today.Date - local.Date).Days switch { 0 => file.When.Today, 1 => file.When.Yesterday, _ => file.When.Earlier };
        return Fill(template, ("time", local.ToString("HH:mm", CultureInfo.InvariantCulture)),
            ("month", local.Month.ToString(CultureInfo.InvariantCulture)), ("day", local.Day.ToString(CultureInfo.InvariantCulture)));
    }

    internal static string Metres(double metres) => double.IsNaN(metres) ? "" : Math.Round(metres).ToString(CultureInfo.InvariantCulture);

    internal static string Fill(string template, params ReadOnlySpan<(string Name, string Value)> values)
    {
        foreach (var (name, value) in values) template = template.Replace("{" + name + "}", value, StringComparison.Ordinal);
        return template;
    }
}
