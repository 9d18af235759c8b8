using System.Text.Json;
using IntakeBot.Dialogue.Activities;
using IntakeBot.Host.Channels;
using IntakeBot.Host.Conversations;
using IntakeBot.Host.WeChat.Api;
using IntakeBot.Host.WeChat.Door;
using IntakeBot.Host.WeChat.Quota;
using IntakeBot.Host.WeChat.Wording;

namespace IntakeBot.Host.WeChat;

/// <summary>
/// What did not travel with an answer to WeChat: as customer-service messages, as few as possible, for WeChat counts them. When none is left
/// a notice says that something waits; it comes with the resident's next word.
/// </summary>
internal sealed class WeChatPush(WeChatApi api, Quotas quotas, OutgoingTexts texts, Notices notices, Holds holds, TimeProvider clock) : IPushChannel
{
    // Staff often write on: what follows in a moment shares the message. While there is enough left nobody feels it; of the last few more is saved.
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(0.5), Together = TimeSpan.FromSeconds(3), AtMost = TimeSpan.FromSeconds(9);
    // A spent budget opens again with the resident's next word, which hurries what waits; this is only the look in between.
    private static readonly TimeSpan WhenSpent = TimeSpan.FromHours(6), WhenBusy = TimeSpan.FromSeconds(30), WhenRefused = TimeSpan.FromMinutes(10);

    private readonly TypingPace _typed = new(clock);

    public bool Serves(string channel) => channel == WeChatFeature.Channel;

    public bool Holds(string conversationId) => holds.Any(conversationId);

    public async Task<PushResult> SendAsync(PushTarget to, IReadOnlyList<NumberedActivity> activities, CancellationToken cancellation)
    {
        var before = activities[0].Seq - 1;
        var said = activities.Select(a => (a.Seq, Activity: ActivityBytes.Read(a.Json))).ToList();
        var follower = await quotas.FindAsync(to.ConversationId, cancellation);
        if (StillWriting([.. said.Select(s => s.Activity)], follower?.MessagesLeft <= WeChatBudget.Few) is { } wait) return new(before, wait);
        if (OpenIdOf(to) is not { } openId) return new(before, WhenSpent, "no-address");
        if (follower is { Follows: false }) return new(before, WhenSpent, "unfollowed");

        string? unsure = null;
        foreach (var text in texts.Pack(said, new(follower?.BegunSeq ?? 0, follower?.BegunParts ?? 0)))
        {
            if (await quotas.TakeAsync(to.ConversationId, cancellation) is not { } taken) return await SpentAsync(to, openId, before, said[^1].Seq, cancellation);
            var answer = await api.SendTextAsync(openId, text.Text, cancellation);
            if (answer.IsSpent)
            {
                await quotas.SpentAsync(to.ConversationId);
                return await SpentAsync(to, openId, before, said[^1].Seq, cancellation);
            }

            if (answer.End is ApiEnd.Refused or ApiEnd.NotSent) return await RefusedAsync(to, taken, answer, before);
            if (answer.End == ApiEnd.Unsure) unsure = answer.Reason;
            _typed.Ended(to.ConversationId);
            if (text.PartsLeft > 0) await quotas.BegunAsync(to.ConversationId, text.UpTo, text.Part);
            before = text.PartsLeft > 0 ? text.UpTo - 1 : text.UpTo;
        }

        return new(said[^1].Seq, null, unsure);
    }

    /// <summary>Only while something may still be sent: a promise that nothing can follow would be worse than none.</summary>
    public async Task TypeAsync(PushTarget to, CancellationToken cancellation)
    {
        if (OpenIdOf(to) is not { } openId || !_typed.May(to.ConversationId)) return;
        var now = clock.GetUtcNow();
        if (await quotas.FindAsync(to.ConversationId, cancellation) is { Follows: true } follower
            && ((follower.MessagesLeft > 0 && follower.MessagesUntil > now) || (follower.EventsLeft > 0 && follower.EventsUntil > now)))
            await api.TypeAsync(openId, cancellation);
    }

    /// <summary>A sentence of the program itself, outside the transcript.</summary>
    public async Task<bool> TellAsync(string conversationId, string openId, string text, CancellationToken cancellation)
    {
        if (await quotas.TakeAsync(conversationId, cancellation) is not { } taken) return false;
        var answer = await api.SendTextAsync(openId, text, cancellation);
        if (answer.End is ApiEnd.Refused or ApiEnd.NotSent) await quotas.GiveBackAsync(conversationId, taken);
        return answer.End is ApiEnd.Done or ApiEnd.Unsure;
    }

    private async Task<PushResult> SpentAsync(PushTarget to, string openId, long before, long last, CancellationToken cancellation) =>
        new(before, WhenSpent, await notices.SendAsync(to.ConversationId, openId, last, cancellation) ? "quota-noticed" : "quota");

    private async Task<PushResult> RefusedAsync(PushTarget to, TakenMessage taken, ApiAnswer answer, long before)
    {
        await quotas.GiveBackAsync(to.ConversationId, taken);
        if (answer.IsUnreachable)
        {
            await quotas.LeftAsync(to.ConversationId);
            return new(before, WhenSpent, "unfollowed");
        }

        return new(before, answer.IsPassing ? WhenBusy : WhenRefused, answer.Reason);
    }

    private TimeSpan? StillWriting(List<Activity> said, bool few)
    {
        // The bot's own words are never kept back.
        if (!said.TrueForAll(TextForm.IsStaff)) return null;
        var now = clock.GetUtcNow();
        var (first, last) = (said[0].Timestamp ?? now, said[^1].Timestamp ?? now);
        if (!few) return now - first < Moment ? Moment - (now - first) : null;
        return now - last < Together && now - first < AtMost ? Together - (now - last) : null;
    }

    private static string? OpenIdOf(PushTarget to)
    {
        try
        {
            return to.Address.Length == 0 ? null : JsonSerializer.Deserialize(to.Address, WeChatJson.Relaxed.WeChatAddress)?.OpenId;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
