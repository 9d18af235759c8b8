using IntakeBot.Dialogue.Understanding.Matching;

namespace IntakeBot.Dialogue.Understanding.Entities;

/// <summary>Whether people that were counted are the ones harmed: never the attackers, nor those sent for, nor the speaker living alone.</summary>
internal static class Affected
{
    public static bool Are(string text, int start, int end, int value, CueMap cues)
    {
        // 我一个人住 says nothing about how many are harmed.
        if (value == 1) return false;
        // 三个人的活 is work, 五个人头 a bonus.
        if (text.AsSpan(end) is var rest && (rest.StartsWith("的活") || rest.StartsWith("的工作") || rest.StartsWith("的量"))) return false;
        if (SentFor(text, start) || Theirs(text, start)) return false;
        if (cues.Before(start, Cue.We, 6)) return true;
        if (cues.Before(start, Cue.Others, 3) && cues.After(end, Cue.Attack, 14)) return false;
        for (var at = start; at <= end; at++)
        {
            if (cues.StartsAt(at, Cue.Attackers)) return false;
        }
        if (end < text.Length && text[end] == '被') return true;
        return !cues.After(end, Cue.Attack, 8) || Near(text, end, "被", 8) || Near(text, end, "讨薪", 10) || Near(text, end, "讨说法", 10);
    }

    // 换了四个老师, 请了三个师傅, 问了五个人, 带了七八个人来, 拉三个人: they came, went or were told.
    private static bool SentFor(string text, int start)
    {
        var at = start;
        while (at > 0 && start - at < 2 && text[at - 1] is '了' or '过' or '来' or '再' or '着' or '咗') at--;
        // 我带了九个木工做模板: the speaker's own.
        if (at == 0 || at > 1 && text[at - 1] is '带' or '领' && text[at - 2] is '我' or '们') return false;
        return text[at - 1] switch
        {
            '换' or '请' or '招' or '派' or '雇' => true,
            '拉' => true,
            '带' or '找' or '叫' or '问' or '喊' or '跑' or '领' or '要' => at < start,
            _ => false,
        };
    }

    // 对方四个人, 对面那家五口人, 他们三个人合伙骗我
    private static bool Theirs(string text, int start)
    {
        var before = text.AsSpan(0, start);
        return before.EndsWith("对方") || before.EndsWith("那家") || before.EndsWith("他家") || before.EndsWith("她家") || before.EndsWith("隔壁家") || before.EndsWith("楼上") || before.EndsWith("那帮");
    }

    private static bool Near(string text, int at, string word, int within) => text.AsSpan(at, Math.Min(within, text.Length - at)).Contains(word, StringComparison.Ordinal);
}
