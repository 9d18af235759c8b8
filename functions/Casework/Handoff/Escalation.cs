using IntakeBot.Casework.Content;
using IntakeBot.Casework.Places;
using IntakeBot.Casework.Routing;
using IntakeBot.Casework.Store;

namespace IntakeBot.Casework.Handoff;

/// <summary>Why a step called nobody.</summary>
internal enum NotCalled
{
    /// <summary>A desk was called.</summary>
    None,
    NoPlace,
    NobodyNear,
    /// <summary>The desk has the case already.</summary>
    AlreadyThere,
    Missing,
    Closed,
    Accused,
}

/// <param name="Desk">The desk called, or the one that could not be; null: there is none.</param>
/// <param name="Metres">From the matter to the desk; NaN without a point.</param>
internal sealed record TakenStep(EscalationTarget To, Station? Desk, double Metres, NotCalled Why);

/// <summary>
/// Which steps are due for a case nobody has taken over. Pure and level-triggered: it looks at how long the case is past its time and how
/// many steps were taken, never at when it was last asked; after a missed sweep all steps due come in their order.
/// </summary>
internal static class Escalation
{
    /// <param name="desks">Ids of the desks that have the case: its own and those called.</param>
    public static IReadOnlyList<TakenStep> Due(
        CaseRow row, IReadOnlySet<string> desks, PlacesSnapshot places, IReadOnlyList<EscalationStep> steps, StationLoads loads, DateTimeOffset now)
    {
        var matter = StoredMatter.Of(row, places);
        var have = desks.ToHashSet(StringComparer.Ordinal);
        var taken = new List<TakenStep>();
        // Where there is nobody to call, waiting for the next step would only cost the resident time.
        var bringForward = false;
        foreach (var step in steps.Skip(row.EscalationStep))
        {
            if (!bringForward && row.DueAt + step.After.Of(row.Urgency) > now) break;
            var done = Take(step.To, matter, have, places, loads, now);
            if (done.Why == NotCalled.None) have.Add(done.Desk!.Id);
            bringForward = done.Why is not (NotCalled.None or NotCalled.AlreadyThere);
            taken.Add(done);
        }
        return taken;
    }

    /// <summary>The nearest station within the circle that would take the case now and does not have it; null: none.</summary>
    public static (Station Station, double Metres)? Neighbour(
        in Matter matter, IReadOnlySet<string> have, PlacesSnapshot places, StationLoads loads, DateTimeOffset now)
    {
        if (!matter.HasPoint) return null;
        var moment = places.Calendar.At(now);
        foreach (var near in places.Near(matter.Point, Router.CircleMetres))
            if (!have.Contains(near.Station.Id) && Router.Skips(places, near.Station, matter, moment, loads) == SkipCause.None) return near;
        return null;
    }

    private static TakenStep Take(EscalationTarget to, in Matter matter, HashSet<string> have, PlacesSnapshot places, StationLoads loads, DateTimeOffset now)
    {
        if (to == EscalationTarget.Neighbour)
        {
            return Neighbour(matter, have, places, loads, now) is var (station, metres) ? new(to, station, metres, NotCalled.None)
                : new(to, null, double.NaN, matter.HasPoint ? NotCalled.NobodyNear : NotCalled.NoPlace);
        }
        var index = to == EscalationTarget.Subdistrict ? places.SubdistrictDesk(matter.Subdistrict) : places.DistrictDesk;
        if (index < 0) return new(to, null, double.NaN, NotCalled.Missing);
        var desk = places.StationAt(index);
        var why = have.Contains(desk.Id) ? NotCalled.AlreadyThere
            : matter.Accused?.Contains(index) == true ? NotCalled.Accused
            // Above the district there is nobody: its desk is called at any hour.
            : to == EscalationTarget.Subdistrict && !places.IsOnDuty(desk, now) ? NotCalled.Closed
            : NotCalled.None;
        return new(to, desk, matter.HasPoint ? places.MetresTo(index, matter.Point) : double.NaN, why);
    }
}
