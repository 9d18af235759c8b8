using System.Globalization;
using IntakeBot.Casework.Content;
using IntakeBot.Casework.Places;
using IntakeBot.Casework.Routing;
using IntakeBot.Casework.Store;
using static IntakeBot.Casework.Routing.RoutingWords;

namespace IntakeBot.Casework.Handoff;

/// <summary>The sentences of the escalation on the timeline (<c>routing.zh-CN.yaml</c>).</summary>
internal sealed class EscalationWords(CaseworkContent rules, PlacesSnapshot places, StationLoads loads, DateTimeOffset now)
{
    private readonly RoutingFile.EscalationEntry words = rules.Routing.Escalation;

    /// <summary>That nobody came, and what happens next: who was called, or who will be and when.</summary>
    public string Overdue(CaseRow row, IReadOnlyList<TakenStep> taken)
    {
        var called = taken.Where(step => step.Why == NotCalled.None).Select(step => step.Desk!.Name).ToList();
        var next = rules.Targets.Escalation.Skip(row.EscalationStep + taken.Count).FirstOrDefault();
        var then = called.Count > 0 ? Fill(words.Called, ("list", string.Join(words.Separator, called)))
            : next is not null ? Fill(words.Later, ("time", Span(row.DueAt + next.After.Of(row.Urgency) - now)), ("who", Who(next.To)))
            : words.Last;
        return Fill(words.Overdue, ("waited", Waited(row)), ("next", then));
    }

    public string Step(CaseRow row, TakenStep step) => Fill(words.Step, ("waited", Waited(row)), ("what", What(row, step)));

    public string CameOnDuty(Station station, double metres) =>
        Fill(words.CameOnDuty, ("station", station.Name), ("metres", Metres(metres)));

    private string What(CaseRow row, TakenStep step)
    {
        var template = step.Why switch
        {
            NotCalled.None => step.To == EscalationTarget.Neighbour ? words.CalledStation : words.CalledDesk,
            NotCalled.NoPlace => words.NoPlace,
            NotCalled.NobodyNear => words.NobodyNear,
            NotCalled.AlreadyThere => words.AlreadyThere,
            NotCalled.Missing => words.Missing,
            NotCalled.Closed => words.Closed,
            _ => words.Accused,
        };
        if (step.Why == NotCalled.NobodyNear && Others(row) is { Count: > 0 } others)
            return Fill(words.NobodyNearBut, ("metres", Metres(Router.CircleMetres)), ("list", string.Join(words.Separator, others)));
        return Fill(template, ("station", step.Desk?.Name ?? ""), ("who", Who(step.To)),
            ("metres", Metres(step.Why == NotCalled.NobodyNear ? Router.CircleMetres : step.Metres)));
    }

    /// <summary>The stations around that were passed over, and why.</summary>
    private List<string> Others(CaseRow row)
    {
        var matter = StoredMatter.Of(row, places);
        return rules.Routing.Skipped(places, places.Near(matter.Point, Router.CircleMetres).Where(near => near.Station.Id != row.StationId), matter, now, loads);
    }

    /// <summary>Since the case began to wait this time.</summary>
    private string Waited(CaseRow row) => Span(now - row.DueAt + rules.Targets.ToTakeOver(row.Urgency));

    private string Span(TimeSpan span)
    {
        var (template, n) = span.TotalSeconds < 120 ? (words.Waited.Seconds, span.TotalSeconds)
            : span.TotalHours < 2 ? (words.Waited.Minutes, span.TotalMinutes)
            : (words.Waited.Hours, span.TotalHours);
        return Fill(template, ("n", Math.Floor(n).ToString(CultureInfo.InvariantCulture)));
    }

    private string Who(EscalationTarget target) => target switch
    {
        EscalationTarget.Neighbour => words.Who.Neighbour,
        EscalationTarget.Subdistrict => words.Who.Subdistrict,
        _ => words.Who.District,
    };
}
