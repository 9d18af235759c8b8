using System.Diagnostics;
using IntakeBot.Casework.Cases;
using IntakeBot.Casework.Content;
using IntakeBot.Casework.Parking;
using IntakeBot.Casework.Petitions;
using IntakeBot.Casework.Places;
using IntakeBot.Casework.Store;
using Microsoft.Extensions.Logging;

namespace IntakeBot.Casework.Routing;

/// <summary>
/// The function <c>RoutePetition</c>: makes the case of a petition and gives it to a desk. At least once on the queue,
/// exactly once in the store: the case bears the petition's id and is written with its timeline in one transaction.
/// </summary>
public sealed partial class RoutePetition(
    CaseworkStore store, StoreTransactions transactions, PlacesSource places, OpenCases open, CaseworkContentSource content, IEnumerable<ICaseSignal> signals, TimeProvider time,
    ILogger<RoutePetition> log)
{
    public const string Queue = QueueNames.Petitions;
    private readonly ICaseSignal[] signals = [.. signals];

    /// <param name="message">The envelope's text, after Base64 was undone.</param>
    public async Task<HandlerOutcome> HandleAsync(string message, CancellationToken cancellation)
    {
        var (envelope, problem) = PetitionEnvelope.TryRead(message);
        if (envelope is null)
        {
            LogParked(problem!.Fault);
            return await ParkPoison.ParkAsync(store, Queue, message, content.Current.Routing.Parked(problem), time.GetUtcNow(), cancellation).ConfigureAwait(false);
        }

        ActivityContext.TryParse(envelope.Traceparent, null, isRemote: true, out var parent);
        using var span = Telemetry.Source.StartActivity("route petition", ActivityKind.Consumer, parent);
        var id = envelope.Petition.Id;
        try
        {
            if (!await RouteAsync(envelope, span, cancellation).ConfigureAwait(false)) return HandlerOutcome.Finished;
        }
        catch (Exception failure) when (DbFailures.IsBusy(failure))
        {
            return HandlerOutcome.TooBusy;
        }
        catch (Exception failure) when (DbFailures.IsStore(failure))
        {
            LogStoreFailed(id, failure);
            return new HandlerOutcome.Retry(failure.GetType().Name);
        }
        foreach (var signal in signals) signal.Changed(id);
        return HandlerOutcome.Finished;
    }

    /// <summary>
    /// Goes the whole way once with a made-up petition and takes it back, so that no resident waits while code is compiled
    /// and connections are made. Call it after the start of casework; nobody sees anything of it.
    /// </summary>
    public async Task WarmUpAsync(CancellationToken cancellation)
    {
        var (read, problem) = PetitionEnvelope.TryRead(PetitionEnvelope.ForQueue(MadeUpPetition.At(time.GetUtcNow())));
        var envelope = read ?? throw new InvalidOperationException("the made-up petition breaks the contract: " + problem!.Detail);
        var (made, now) = await DecideAsync(envelope, null, cancellation).ConfigureAwait(false);
        var connection = await store.ConnectAsync(cancellation).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            // Never committed.
            var transaction = await connection.BeginTransactionAsync(cancellation).ConfigureAwait(false);
            await using (transaction.ConfigureAwait(false))
                await CaseStore.AddAsync(connection, transaction, made, NewCase.Events(made, now), cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>False: the case was there already.</summary>
    private async Task<bool> RouteAsync(PetitionEnvelope envelope, Activity? span, CancellationToken cancellation)
    {
        // Everything is worked out before the transaction: SQLite has one writer, and it should not wait for this.
        var (made, now) = await DecideAsync(envelope, span, cancellation).ConfigureAwait(false);
        var added = await transactions.RunAsync(
            (connection, transaction) => CaseStore.AddAsync(connection, transaction, made, NewCase.Events(made, now), cancellation), cancellation).ConfigureAwait(false);
        if (!added) return false;

        open.Add(made.StationId);
        span?.SetTag("case", made.Id).SetTag("station", made.StationId).SetTag("level", made.Level.Code());
        LogRouted(made.Id, made.StationId, made.DistanceM, made.PlaceKnown);
        return true;
    }

    private async Task<(CaseRow Made, DateTimeOffset Now)> DecideAsync(PetitionEnvelope envelope, Activity? span, CancellationToken cancellation)
    {
        var (snapshot, rules) = (places.Current, content.Current);
        var loads = await open.CountAsync(snapshot, cancellation).ConfigureAwait(false);
        var matter = Matter.Of(envelope.Petition, snapshot, rules.Routing);
        var now = time.GetUtcNow();
        var decision = Router.Route(snapshot, matter, now, loads);
        var reason = rules.Routing.Reason(snapshot, matter, decision, now, loads);
        return (NewCase.Of(envelope, snapshot, matter, decision, reason, now, rules.Targets, span), now);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Case {CaseId} routed to {StationId}, {DistanceM} m, place known: {PlaceKnown}")]
    private partial void LogRouted(Guid caseId, string stationId, double? distanceM, bool placeKnown);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A message was parked: {Fault}")]
    private partial void LogParked(EnvelopeFault fault);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Petition {PetitionId} could not be stored as a case; it will be tried again")]
    private partial void LogStoreFailed(Guid petitionId, Exception failure);
}
