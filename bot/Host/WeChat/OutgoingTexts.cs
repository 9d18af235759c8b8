using IntakeBot.Dialogue.Activities;
using IntakeBot.Host.Channels;
using IntakeBot.Host.Conversations;
using IntakeBot.Host.WeChat.Wording;

namespace IntakeBot.Host.WeChat;

/// <summary>Activities as the texts that WeChat carries, packed into messages.</summary>
internal sealed class OutgoingTexts(WeChatSettings settings, TextForm form, HostTexts texts)
{
    /// <param name="before">A sentence of the program itself that comes first.</param>
    public IReadOnlyList<PackedText> Pack(IEnumerable<(long Seq, Activity Activity)> said, BegunText begun, string? before = null)
    {
        var all = said.ToList();
        // Once, however much is said with the receipt.
        var offer = all.FindLastIndex(s => IsReceipt(s.Activity));
        var written = all.Select((s, i) => (s.Seq, i == offer ? WithOffer(s.Activity, form.Of(s.Activity)) : form.Of(s.Activity))).ToList();
        if (before is not null) written.Insert(0, (written.Count > 0 ? written[0].Seq - 1 : 0, before));
        return TextPack.Pack(written, begun);
    }

    // The one moment at which it is plain what a notice would be good for: the receipt is there, and people will answer.
    private string WithOffer(Activity activity, string text) =>
        settings.Notice?.ConsentUrl is { } url && text.Length > 0
            ? $"{text}\n{texts.Say("wechat.consent", activity.Locale).Replace("{url}", url, StringComparison.Ordinal)}"
            : text;

    private static bool IsReceipt(Activity activity) =>
        activity.Intake("receipt") is not null && activity.Intake("state").Text() == "submitted";
}
