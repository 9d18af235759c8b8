using IntakeBot.Casework.Store;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Casework.Cases;

/// <summary>Reads a case, lets a move change it, and writes it back only if nobody else did meanwhile.</summary>
internal sealed class CaseWriter(CaseworkStore store, IEnumerable<ICaseSignal> signals, TimeProvider time)
{
    private const int Attempts = 5;
    private readonly ICaseSignal[] signals = [.. signals];

    /// <param name="move">Changes the row and the timeline, or says why not.</param>
    /// <param name="besides">Added in any case, also when there is no such case yet.</param>
    public async Task<CaseMove> MoveAsync(
        Guid caseId, OpenTransaction? joined, Func<CaseStep, CaseRow, CaseProblem?> move, CancellationToken cancellation, Action<CaseworkDb>? besides = null)
    {
        var result = await store.InTransactionAsync(joined, async db =>
        {
            besides?.Invoke(db);
            for (var attempt = 1; ; attempt++)
            {
                var row = await db.Cases.SingleOrDefaultAsync(c => c.Id == caseId, cancellation).ConfigureAwait(false);
                var step = row is null ? null : new CaseStep(db, row, time.GetUtcNow());
                var problem = row is null ? new CaseNotFound(caseId) : move(step!, row);
                if (problem is not null) step?.Undo();
                else if (step!.Changed) (row!.Version, row.UpdatedAt) = (row.Version + 1, step.Now);
                try
                {
                    await db.SaveChangesAsync(cancellation).ConfigureAwait(false);
                    return (Move: new CaseMove(problem is null ? row : null, problem), step?.Changed);
                }
                catch (DbUpdateConcurrencyException) when (attempt < Attempts)
                {
                    // Somebody else moved it: look again, and judge by what is there now.
                    step!.Undo();
                }
                catch (DbUpdateConcurrencyException)
                {
                    step!.Undo();
                    return (new CaseMove(null, new CaseChanged(caseId)), false);
                }
            }
        }, cancellation).ConfigureAwait(false);

        if (joined is null && result is { Move.Moved: true, Changed: true }) Signal(caseId);
        return result.Move;
    }

    public void Signal(Guid caseId)
    {
        foreach (var signal in signals) signal.Changed(caseId);
    }
}

/// <summary>One attempt at a move.</summary>
internal sealed class CaseStep(CaseworkDb db, CaseRow row, DateTimeOffset now)
{
    private CaseEventRow? entry;
    private bool nothing;

    public DateTimeOffset Now => now;
    public bool Changed => !nothing;

    /// <summary>It is already so.</summary>
    public CaseProblem? Nothing()
    {
        nothing = true;
        return null;
    }

    /// <summary>Moves the state and adds the timeline entry.</summary>
    public CaseProblem? To(CaseState to, Actor actor, string kind, string? reason = null, string? comment = null)
    {
        var from = row.State;
        if (!CaseMoves.Allows(from, to)) return new IllegalMove(from, to);
        row.State = to;
        Add(from, actor, kind, reason, comment);
        return null;
    }

    /// <summary>Adds to the timeline without a change of state.</summary>
    public void Note(Actor actor, string kind, string? reason = null, string? comment = null) => Add(row.State, actor, kind, reason, comment);

    public void Undo()
    {
        if (entry is not null) db.Entry(entry).State = EntityState.Detached;
        db.Entry(row).State = EntityState.Detached;
    }

    private void Add(CaseState from, Actor actor, string kind, string? reason, string? comment) => db.CaseEvents.Add(entry = new CaseEventRow
    {
        CaseId = row.Id,
        At = now,
        Actor = actor.Id,
        ActorName = actor.Name,
        Kind = kind,
        FromState = from,
        ToState = row.State,
        Reason = reason,
        Comment = comment,
        Origin = actor.Origin,
    });
}
