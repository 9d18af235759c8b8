using IntakeBot.Casework.Content;
using IntakeBot.Casework.Store;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Casework.Handoff;

/// <summary>Marks cases nobody took over in time and takes the steps that are due for them.</summary>
internal static class EscalationSweep
{
    public static Task<IReadOnlyList<WaitingCase>> FindAsync(WaitingCases waiting, SweepNow at, CancellationToken cancellation) =>
        waiting.FindAsync(cases => Due(cases, at.Rules.Targets, at.Now), cancellation);

    public static async Task<bool> TakeAsync(CaseworkDb db, CaseRow row, SweepNow at)
    {
        if (row.DueAt > at.Now) return false;
        var called = await db.CaseDesks.Where(d => d.CaseId == row.Id).Select(d => d.StationId).ToListAsync().ConfigureAwait(false);
        var steps = Escalation.Due(row, called.Append(row.StationId).ToHashSet(), at.Places, at.Rules.Targets.Escalation, at.Loads, at.Now);
        if (row.OverdueAt is not null && steps.Count == 0) return false;

        if (row.OverdueAt is null) db.CaseEvents.Add(at.Event(row, "overdue", at.Words.Overdue(row, steps)));
        foreach (var step in steps)
        {
            db.CaseEvents.Add(at.Event(row, "called", at.Words.Step(row, step)));
            if (step.Why == NotCalled.None) db.CaseDesks.Add(Call(row, step.Desk!.Id, step.Metres, at.Now));
        }
        (row.OverdueAt, row.UpdatedAt) = (row.OverdueAt ?? at.Now, at.Now);
        row.EscalationStep += steps.Count;
        return true;
    }

    public static CaseDeskRow Call(CaseRow row, string stationId, double metres, DateTimeOffset now) => new()
    {
        CaseId = row.Id,
        StationId = stationId,
        CalledAt = now,
        DistanceM = double.IsNaN(metres) ? null : metres,
    };

    /// <summary>
    /// Cases with something to do now, and no others: those that only wait for their next step would fill the batch. Step and urgency say
    /// when that is, so each pair is a query of its own, and together they are one.
    /// </summary>
    private static IQueryable<CaseRow> Due(IQueryable<CaseRow> cases, Targets targets, DateTimeOffset now)
    {
        var due = cases.Where(c => c.OverdueAt == null && c.DueAt <= now);
        foreach (var (index, step) in targets.Escalation.Index())
        {
            foreach (var urgency in Urgencies.All)
            {
                var before = now - step.After.Of(urgency);
                var late = cases.Where(c => c.OverdueAt != null && c.EscalationStep == index && c.DueAt <= before);
                due = due.Concat(urgency == "normal" ? late.Where(c => c.Urgency != "urgent" && c.Urgency != "emergency") : late.Where(c => c.Urgency == urgency));
            }
        }
        return due;
    }
}
