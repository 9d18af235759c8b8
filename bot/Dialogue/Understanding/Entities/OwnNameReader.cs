namespace IntakeBot.Dialogue.Understanding.Entities;

/// <summary>The name that a resident gives: 我叫李娟, 免贵姓王, 联系人:陈红, my name is Anna.</summary>
internal static class OwnNameReader
{
    private static readonly string[] s_leads = ["我姓名是", "我的名字是", "我的名字叫", "我名字叫", "我叫做", "我叫", "本人叫", "我系", "叫我", "名字是", "名字叫", "姓名是", "姓名:", "姓名", "名字:", "联系人是", "联系人:", "联系人", "我是"];
    private static readonly string[] s_surnameLeads = ["我姓", "免贵姓", "敝姓", "本人姓"];
    private static readonly string[] s_english = ["my name is ", "my name's ", "name is ", "i am called ", "call me ", "wo jiao ", "name: "];
    private static readonly System.Buffers.SearchValues<char> s_first = System.Buffers.SearchValues.Create("我免敝本叫名姓联mnicw");

    public static void Read(string original, string text, PersonNames people, List<PersonName> names)
    {
        for (var i = 0; ; i++)
        {
            var next = text.AsSpan(i).IndexOfAny(s_first);
            if (next < 0) return;
            i += next;
            if (char.IsAsciiLetter(text[i]))
            {
                if (i == 0 || !char.IsAsciiLetter(text[i - 1])) English(original, text, ref i, names);
                continue;
            }
            if (Lead(text, i, s_surnameLeads) is > 0 and var surname)
            {
                var at = i + surname;
                if (at >= text.Length || !people.IsSurname(text[at])) continue;
                // 我姓名不想说
                names.Add(new(new(at, 1), original.Substring(at, 1)));
                i = at;
            }
            else if (Lead(text, i, s_leads) is > 0 and var lead)
            {
                var at = i + lead;
                var length = people.Alone(text, at);
                if (length == 0 && text[at - 1] is not ('是' or '系')) length = people.At(text, at, true);
                if (length == 0) continue;
                names.Add(new(new(at, length), original.Substring(at, length)));
                i = at + length - 1;
            }
        }
    }

    private static int Lead(string text, int at, string[] leads)
    {
        foreach (var lead in leads)
        {
            if (string.CompareOrdinal(text, at, lead, 0, lead.Length) == 0) return lead.Length;
        }
        return 0;
    }

    private static void English(string original, string text, ref int i, List<PersonName> names)
    {
        var lead = Lead(text, i, s_english);
        if (lead == 0) return;
        var at = i + lead;
        // They call me all day.
        if (text[i] == 'c' && at < original.Length && !char.IsAsciiLetterUpper(original[at]) || text.AsSpan(at).StartsWith("de ")) return;
        var end = Words(original, at);
        if (end == at || original[at..end] is "on" or "in" or "not" or "at" or "the" or "there" or "missing" or "still" or "wrong" or "a") return;
        names.Add(new(new(at, end - at), original[at..end]));
        i = end - 1;
    }

    // Up to three capitalised words.
    private static int Words(string original, int at)
    {
        var end = at;
        for (var word = 0; word < 3; word++)
        {
            var from = word == 0 ? at : end + 1;
            if (from >= original.Length || (word > 0 && (original[end] != ' ' || !char.IsAsciiLetterUpper(original[from]))) || !char.IsAsciiLetter(original[from])) break;
            end = from;
            while (end < original.Length && (char.IsAsciiLetter(original[end]) || original[end] is '-' or '\'')) end++;
        }
        return end;
    }
}
