using System.Buffers;

namespace IntakeBot.Dialogue.Understanding.Entities;

/// <summary>Number plates: 粤B12345, 粤BD12345, also with a blank or a dot between.</summary>
internal static class PlateReader
{
    private static readonly SearchValues<char> s_provinces = SearchValues.Create("粤京津沪渝冀豫云辽黑湘皖鲁苏浙赣鄂桂甘晋蒙陕吉闽贵青藏川宁新琼港澳");

    public static void Read(string original, string text, List<Party> parties)
    {
        for (var i = 0; ; i++)
        {
            var next = text.AsSpan(i).IndexOfAny(s_provinces);
            if (next < 0) return;
            i += next;
            var letter = Skip(text, i + 1);
            if (letter >= text.Length || !char.IsAsciiLetterLower(text[letter])) continue;
            var at = Skip(text, letter + 1);
            var end = at;
            while (end < text.Length && end - at < 7 && char.IsAsciiLetterOrDigit(text[end])) end++;
            if (end - at is < 5 or > 6 || !text.AsSpan(at, end - at).ContainsAnyInRange('0', '9')) continue;
            parties.Add(new(new(i, end - i), "stranger", string.Concat(original.AsSpan(i, 1), original.AsSpan(letter, 1), original.AsSpan(at, end - at)).ToUpperInvariant()));
            i = end - 1;
        }
    }

    private static int Skip(string text, int at) => at < text.Length && text[at] is '·' or ' ' or '.' or '-' ? at + 1 : at;
}
