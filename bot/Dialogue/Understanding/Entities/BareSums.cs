using IntakeBot.Dialogue.Understanding.Matching;

namespace IntakeBot.Dialogue.Understanding.Entities;

/// <summary>Whether a number without a word for money behind it is a sum.</summary>
internal static class BareSums
{
    /// <summary>A word of money stands near (押金3000), or the form says it (三千五).</summary>
    public static bool Spoken(string text, NumberToken number, CueMap cues)
    {
        if (number.Value < 10 || number.Value > 10_000_000_000) return false;
        var next = Peek(text, number.End);
        var spoken = number.Scaled || number.Short;
        var english = char.IsAsciiLetter(text[number.Start]) || number.Start > 1 && text[number.Start - 1] == ' ' && char.IsAsciiLetter(text[number.Start - 2]);
        // English puts small words between: a deposit of 3500, scammed out of 6800.
        var within = english || spoken ? 8 : 4;
        var led = cues.Before(number.Start, Cue.Money, within);
        if (cues.StartsAt(number.End, Cue.Person)) return false;
        if (next == ' ' && char.IsAsciiLetter(Peek(text, number.End + 1)))
        {
            if (cues.StartsAt(number.End + 1, Cue.Person | Cue.PerUnit)) return false;
            return led && !Label(text, number.Start, cues) || cues.After(number.End + 1, Cue.Money, spoken ? 12 : 0);
        }
        if (cues.StartsAt(number.End, Cue.Money) && (spoken || number.Value >= 50)) return true;
        if (Measured(text, number.End) && !(next == '个' && Peek(text, number.End + 1) == '月' && cues.Before(number.Start, Cue.Money, 3)) && !Follows(text, number.End)) return false;
        if (Tied(text, number) || Label(text, number.Start, cues)) return false;
        if (led) return !(number.IsArabic && !spoken && number.Digits > 7);
        if (!spoken) return false;
        // 三千五, 一万二, 两千六 say it themselves; 三百 needs a clause that ends here or goes on like a sum.
        return number.Short || number.Value >= 1000 || number.Value >= 100 && (next is '\0' or '的' || Breaks.IsClause(next) || Follows(text, number.End));
    }

    /// <summary>Nothing says that it is one, but it looks like no room, year, number of a line or of a service.</summary>
    public static bool Loose(string text, NumberToken number, CueMap cues)
    {
        if (number.Digits is < 3 or > 5 || number.Upper is not null || number.Scaled || number.Value != decimal.Truncate(number.Value)) return false;
        var value = (int)number.Value;
        if (text[number.Start] == '0' || value is < 100 or > 99_999 or >= 1980 and <= 2035 || IsRoom(value) || IsService(value)) return false;
        if (Tied(text, number) || Label(text, number.Start, cues)) return false;
        var next = Peek(text, number.End);
        if (next == ' ' && char.IsAsciiLetter(Peek(text, number.End + 1))) return false;
        return !Measured(text, number.End) && (next == '\0' || Breaks.IsClause(next) || Follows(text, number.End) || next is '回' or '做' or '买' or '到' or '取' or '白' or '换' or '修' or '一' or '家');
    }

    // 502, 1203, 2118: floor and door.
    private static bool IsRoom(int value) => value % 100 is >= 1 and <= 30 && value / 100 is >= 1 and <= 45;

    private static bool IsService(int value) => value is 110 or 119 or 120 or 122 or 114 or 12345 or 12315 or 12348 or 12333 or 12356 or 12355 or 12338 or 12329 or 12306 or 12320 or 12351 or 12368 or 12366 or >= 95_000 and < 97_000 or 10_000 or 10_010 or 10_086;

    // A letter, a dash, 第: part of something longer.
    private static bool Tied(string text, NumberToken number)
    {
        var (before, next) = (number.Start > 0 ? text[number.Start - 1] : '\0', Peek(text, number.End));
        return char.IsAsciiLetter(before) || before is '-' or '/' or ':' or '.' or '第' or '|' || next is ':' or '-' or '/' || char.IsAsciiLetter(next) || char.IsAsciiDigit(next);
    }

    private static bool Label(string text, int start, CueMap cues) =>
        cues.Before(start, Cue.Label, 0) || start > 0 && text[start - 1] is ':' or '是' or '号' or ' ' && cues.Before(start - 1, Cue.Label, 0);

    // A measure makes it a count; 房东, 家具 and the like only begin with one.
    private static bool Measured(string text, int at)
    {
        var next = Peek(text, at);
        if (!Numerals.IsMeasure(next)) return false;
        var second = Peek(text, at + 1);
        return (next, second) is not (('房', '东' or '租' or '款') or ('家', '具' or '里' or '长') or ('天', '天') or ('年', '终') or ('月', '底' or '租' or '付') or ('号' , '称') or ('面', '粉') or ('人', '家') or ('件', '件') or ('回', '不'));
    }

    // 都, 也, 没...: words that go on after a sum, some of which look like measures.
    private static bool Follows(string text, int at) => Peek(text, at) is '都' or '也' or '没' or '不' or '就' or '才' or '全' or '还' or '给' or '要' or '块' or '吧' or '了' or '左' or '上' or '出' or '房' or '被' or '怎' or '我' or '他';

    private static char Peek(string text, int at) => at < text.Length ? text[at] : '\0';
}
