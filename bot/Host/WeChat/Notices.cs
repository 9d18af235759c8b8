using IntakeBot.Host.Conversations;
using IntakeBot.Host.WeChat.Api;
using IntakeBot.Host.WeChat.Quota;

namespace IntakeBot.Host.WeChat;

/// <summary>The subscription notice for those who agreed to it: with receipt and state, never a word of what was said.</summary>
internal sealed class Notices(WeChatSettings settings, WeChatApi api, Quotas quotas, LiveConversations conversations, HostTexts texts)
{
    /// <returns>true: the resident was told that something waits, now or before.</returns>
    public async Task<bool> SendAsync(string conversationId, string openId, long upTo, CancellationToken cancellation)
    {
        if (settings.Notice is not { } notice || await conversations.KnowAsync(conversations.Get(conversationId), cancellation) is not { State: { } state }
            || state.Sent?.Receipt is not { Length: > 0 } receipt)
            return false;
        if (!await quotas.TakeNoticeAsync(conversationId, upTo, cancellation)) return await quotas.FindAsync(conversationId, cancellation) is { } told && told.NoticedSeq >= upTo;
        var answer = await api.SendNoticeAsync(openId, notice, receipt, texts.Say("wechat.notice", state.Language), cancellation);
        if (answer.End is ApiEnd.Done or ApiEnd.Unsure) return true;
        // 43101: there is no consent, whatever was counted here.
        await quotas.NotNoticedAsync(conversationId, giveBack: answer.Code != 43101);
        return false;
    }
}
