using IntakeBot.Casework.Cases;
using IntakeBot.Casework.Content;
using IntakeBot.Casework.Places;
using IntakeBot.Casework.Routing;
using IntakeBot.Casework.Store;
using Microsoft.Extensions.Logging;

namespace IntakeBot.Casework.Handoff;

/// <summary>
/// The function <c>SweepCases</c>: asks what is due now, never what became due since the last tick, so that a missed, a late or a doubled
/// tick, and several processes at once, do no harm. Waiting cases of desks that closed go to those on duty; for a case nobody took over in
/// time the steps of the escalation are taken, each once; a station that comes on duty near such a case is called to it.
/// </summary>
public sealed partial class SweepCases(
    CaseworkStore store, StoreTransactions transactions, PlacesSource places, OpenCases open, CaseworkContentSource content, IEnumerable<ICaseSignal> signals, ILogger<SweepCases> log)
{
    private readonly WaitingCases waiting = new(store, transactions);
    private readonly NewlyOnDuty onDuty = new();
    private readonly ICaseSignal[] signals = [.. signals];

    public async Task<HandlerOutcome> HandleAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        try
        {
            var loads = await open.CountAsync(places.Current, cancellation).ConfigureAwait(false);
            var at = new SweepNow(places.Current, content.Current, loads, now);
            var changed = 0;
            changed += await SweepAsync(await Rerouting.FindAsync(waiting, at, cancellation).ConfigureAwait(false), (db, row) => Rerouting.MoveAsync(db, row, at, open), cancellation).ConfigureAwait(false);
            changed += await SweepAsync(await EscalationSweep.FindAsync(waiting, at, cancellation).ConfigureAwait(false), (db, row) => EscalationSweep.TakeAsync(db, row, at), cancellation).ConfigureAwait(false);
            changed += await SweepAsync(await onDuty.FindAsync(waiting, at, cancellation).ConfigureAwait(false), (db, row) => NewlyOnDuty.CallAsync(db, row, at), cancellation).ConfigureAwait(false);
            if (changed > 0) LogSwept(changed);
            return HandlerOutcome.Finished;
        }
        catch (Exception failure) when (DbFailures.IsBusy(failure))
        {
            return HandlerOutcome.TooBusy;
        }
        catch (Exception failure) when (DbFailures.IsStore(failure))
        {
            return new HandlerOutcome.Retry(failure.GetType().Name);
        }
    }

    private async Task<int> SweepAsync(IReadOnlyList<WaitingCase> found, Func<CaseworkDb, CaseRow, Task<bool>> change, CancellationToken cancellation)
    {
        var changed = 0;
        foreach (var one in found)
        {
            if (!await waiting.ChangeAsync(one, change, cancellation).ConfigureAwait(false)) continue;
            changed++;
            // At once: in a long sweep the first one does not wait for the last.
            foreach (var signal in signals) signal.Changed(one.Id);
        }
        return changed;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Swept: {Count} cases escalated or rerouted")]
    private partial void LogSwept(int count);
}

/// <summary>What one sweep goes by.</summary>
internal sealed record SweepNow(PlacesSnapshot Places, CaseworkContent Rules, StationLoads Loads, DateTimeOffset Now)
{
    public EscalationWords Words => new(Rules, Places, Loads, Now);

    public CaseEventRow Event(CaseRow row, string kind, string? reason) => new()
    {
        CaseId = row.Id,
        At = Now,
        Actor = Actor.SystemId,
        Kind = kind,
        FromState = row.State,
        ToState = row.State,
        Reason = reason,
        Origin = "timer",
    };
}
