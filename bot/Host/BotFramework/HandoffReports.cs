using System.Text.Json;
using IntakeBot.Casework.Cases;
using IntakeBot.Casework.Store;
using IntakeBot.Dialogue.Activities;
using IntakeBot.Host.Channels;
using IntakeBot.Host.Conversations;
using IntakeBot.Host.Live;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Host.BotFramework;

/// <summary>
/// What an engagement hub reports of a conversation (<c>handoff.status</c>): written on the timeline of the conversation's latest case,
/// where staff see it. It moves nothing: only our own staff take over and close.
/// </summary>
internal sealed class HandoffReports(CaseworkStore store, CaseService cases, TurnPipeline turns, ChangeFeed feed, TimeProvider clock)
{
    private const int LongestMessage = 500;

    public async Task<DoorAnswer> TakeAsync(Received received, string userId, CancellationToken cancellation)
    {
        var nothing = new DoorAnswer(DoorEnd.Taken, received.ConversationId, [], Carried: true, Waits: false);
        string? kind, message;
        Activity said;
        byte[] json;
        try
        {
            (kind, message) = (Kind(received), received.Activity.Value.Member("message").Text());
            said = TurnWriting.FromResident(
                received.Activity with { Attachments = null, SuggestedActions = null }, TurnWriting.NewId(clock), received.ConversationId, userId, received.Channel, clock.GetUtcNow());
            json = ActivityBytes.Of(said);
        }
        catch (Exception unwritable) when (unwritable is JsonException or InvalidOperationException or ArgumentException)
        {
            return nothing with { End = DoorEnd.Unwritable };
        }

        if (kind is null || await CaseOfAsync(received.ConversationId, cancellation) is not { } caseId) return nothing;
        var comment = message is { Length: > 0 and <= LongestMessage } ? message : null;
        var answer = await turns.RunAsync(
            received.ConversationId,
            new()
            {
                Said = said,
                SaidJson = json,
                ClientKey = received.Key,
                Effects = [async (connection, transaction, stop) => (await cases.NoteAsync(caseId, Actor.System("hub"), kind, comment, new(connection, transaction), stop)).Problem is null],
            },
            cancellation);
        if (answer.End == TurnEnd.Committed) feed.Publish(Topics.Case, caseId.ToString());
        return answer.End == TurnEnd.Contended ? nothing with { End = DoorEnd.Busy } : nothing;
    }

    private static string? Kind(Received received) => received.Activity.Value.Member("state").Text() switch
    {
        "accepted" => "hub-accepted",
        "completed" => "hub-completed",
        "failed" => "hub-failed",
        _ => null,
    };

    private async Task<Guid?> CaseOfAsync(string conversationId, CancellationToken cancellation)
    {
        await using var db = store.Open();
        return await db.Cases.Where(c => c.ConversationId == conversationId).OrderByDescending(c => c.SubmittedAt).Select(c => (Guid?)c.Id).FirstOrDefaultAsync(cancellation);
    }
}
