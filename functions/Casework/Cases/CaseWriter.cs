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
    public Task<CaseMove> MoveAsync(
        Guid caseId, OpenTransaction? joined, Func<CaseStep, CaseRow, CaseProblem?> move, CancellationToken cancellation, Action<CaseworkDb>? besides = null) =>
        LookAndMoveAsync(caseId, joined, (step, row) => Task.FromResult(move(step, row)), cancellation, besides);

    /// <summary>The same for a move that has to read more than its case; it reads through the step's context, in the same transaction.</summary>
    public async Task<CaseMove> LookAndMoveAsync(
        Guid caseId, OpenTransaction? joined, Func<CaseStep, CaseRow, Task<CaseProblem?>> move, CancellationToken cancellation, Action<CaseworkDb>? besides = null)
    {
        var result = await store.InTransactionAsync(joined, async db =>
        {
            besides?.Invoke(db);
            for (var attempt = 1; ; attempt++)
            {
                var row = await db.Cases.SingleOrDefaultAsync(c => c.Id == caseId, cancellation).ConfigureAwait(false);
                var step = row is null ? null : new CaseStep(db, row, time.GetUtcNow());
                var problem = row is null ? new CaseNotFound(caseId) : await move(step!, row).ConfigureAwait(false);
                if (problem is not null) step?.Undo();
                else if (step!.Changed) step.Stamp();
                try
                {
                    await db.SaveChangesAsync(cancellation).ConfigureAwait(false);
                    // Nobody waits any more: the desks that were called besides its own need not look at it.
                    if (problem is null && step!.WaitingEnds) await db.CaseDesks.Where(d => d.CaseId == caseId).ExecuteDeleteAsync(cancellation).ConfigureAwait(false);
                    if (problem is null && step!.Afterwards is { } afterwards) await afterwards(db).ConfigureAwait(false);
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

        if (joined is null && result is { Move.Moved: true, Changed: true })
        {
            Signal(caseId);
            if (result.Move.Case is { MergedInto: { } target, State: CaseState.Merged }) Signal(target);
        }
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
    private readonly List<object> added = [];
    private CaseRow? other;
    private bool nothing;

    public CaseworkDb Db => db;

    public DateTimeOffset Now => now;
    public bool Changed => !nothing;
    /// <summary>Set by a move after which the case does not wait at desks called in addition.</summary>
    public bool WaitingEnds { get; set; }

    /// <summary>More to write in the same transaction once the case itself is written.</summary>
    public Func<CaseworkDb, Task>? Afterwards { get; set; }

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

    /// <summary>Adds to the timeline of another case that changes with this one; both are written, or neither.</summary>
    public void NoteOn(CaseRow changed, Actor actor, string kind, string? reason = null, string? comment = null)
    {
        other = changed;
        Add(changed, changed.State, actor, kind, reason, comment);
    }

    public void Add(CaseFactRow fact)
    {
        db.CaseFacts.Add(fact);
        added.Add(fact);
    }

    /// <summary>The version that guards the write.</summary>
    public void Stamp()
    {
        foreach (var changed in (ReadOnlySpan<CaseRow?>)[row, other])
            if (changed is not null) (changed.Version, changed.UpdatedAt) = (changed.Version + 1, now);
    }

    public void Undo()
    {
        foreach (var entity in added) db.Entry(entity).State = EntityState.Detached;
        db.Entry(row).State = EntityState.Detached;
        if (other is not null) db.Entry(other).State = EntityState.Detached;
    }

    private void Add(CaseState from, Actor actor, string kind, string? reason, string? comment) => Add(row, from, actor, kind, reason, comment);

    private void Add(CaseRow of, CaseState from, Actor actor, string kind, string? reason, string? comment)
    {
        var entry = new CaseEventRow
        {
            CaseId = of.Id,
            At = now,
            Actor = actor.Id,
            ActorName = actor.Name,
            Kind = kind,
            FromState = from,
            ToState = of.State,
            Reason = reason,
            Comment = comment,
            Origin = actor.Origin,
        };
        db.CaseEvents.Add(entry);
        added.Add(entry);
    }
}
