using IntakeBot.Casework.Content;
using IntakeBot.Casework.Petitions;
using IntakeBot.Casework.Store;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Casework.Parking;

/// <summary>The function <c>ParkPoison</c>: what code failed to handle again and again is kept where staff see it.</summary>
public sealed class ParkPoison(CaseworkStore store, CaseworkContentSource content, TimeProvider time)
{
    public const string Queue = QueueNames.Poison;

    public async Task<HandlerOutcome> HandleAsync(string message, CancellationToken cancellation)
    {
        var words = content.Current.Routing;
        // A message that was never readable says more about why than "failed too often".
        var reason = PetitionEnvelope.TryRead(message).Problem is { } problem ? words.Parked(problem) : words.Poisoned;
        return await ParkAsync(store, Queue, message, reason, time.GetUtcNow(), cancellation).ConfigureAwait(false);
    }

    internal static async Task<HandlerOutcome> ParkAsync(
        CaseworkStore store, string queue, string message, string reason, DateTimeOffset now, CancellationToken cancellation)
    {
        try
        {
            var db = store.Open();
            await using (db.ConfigureAwait(false))
            {
                var body = ParkedBody.Of(message);
                // The body bears the message's hash: a second delivery is the same message.
                if (!await db.ParkedMessages.AnyAsync(p => p.Queue == queue && p.Body == body, cancellation).ConfigureAwait(false))
                {
                    db.ParkedMessages.Add(new ParkedMessageRow { At = now, Queue = queue, Reason = reason, Body = body });
                    await db.SaveChangesAsync(cancellation).ConfigureAwait(false);
                }
            }
            return new HandlerOutcome.Parked(reason);
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
}
