using IntakeBot.Host.Channels;
using IntakeBot.Host.Conversations;

namespace IntakeBot.Host.Desk.Cases;

/// <summary>Whether what is said reaches a resident who is not on the web page.</summary>
internal sealed class Reach(Pushes pushes, IEnumerable<IPushBudget> budgets, LiveConversations conversations)
{
    /// <summary>null: the resident fetches it from the web page.</summary>
    public async Task<ReachState?> OfAsync(string conversationId, CancellationToken cancellation)
    {
        if (await pushes.StateAsync(conversationId, cancellation) is not { } state) return null;
        PushBudget? budget = budgets.FirstOrDefault(b => b.Serves(state.Channel)) is { } counted ? await counted.OfAsync(conversationId, cancellation) : null;
        var waiting = state.NextAt is null ? 0 : (await conversations.ReadAsync(conversationId, state.Delivered, cancellation))?.Activities.Count(IsMessage) ?? 0;
        return new(budget, waiting, state.Reason);
    }

    // What programs tell each other, no resident misses.
    private static bool IsMessage(NumberedActivity activity) => ActivityBytes.Read(activity.Json) is { Type: "message", From.Role: not "user" };
}

/// <param name="Budget">null: the channel does not count.</param>
/// <param name="Waiting">Messages that have not arrived yet.</param>
/// <param name="Reason">Why the last delivery failed, as a code; null: it did not.</param>
public sealed record ReachState(PushBudget? Budget, int Waiting, string? Reason);
