using System.Globalization;
using System.Text;

namespace IntakeBot.Host.WeChat.Wording;

/// <summary>Cuts a text that is too long for one message: at the end of a line or sentence, never inside a character or a link.</summary>
internal static class TextSplit
{
    /// <summary>Bytes of UTF-8 that one text message holds.</summary>
    public const int Limit = 2048;
    private const string SentenceEnds = "。！？!?；;…";
    private const string Pauses = "，,、：:） )";

    public static int Size(string text) => Encoding.UTF8.GetByteCount(text);

    public static IReadOnlyList<string> Split(string text, int limit = Limit)
    {
        var parts = new List<string>();
        var rest = text.AsMemory().Trim();
        while (rest.Length > 0)
        {
            var cut = Cut(rest.Span, limit);
            if (rest[..cut].TrimEnd() is { Length: > 0 } part) parts.Add(part.ToString());
            rest = rest[cut..].TrimStart();
        }

        return parts;
    }

    // How many characters the next part takes.
    private static int Cut(ReadOnlySpan<char> text, int limit)
    {
        int line = 0, sentence = 0, pause = 0, at = 0, bytes = 0;
        while (at < text.Length)
        {
            var length = StringInfo.GetNextTextElementLength(text[at..]);
            var size = Encoding.UTF8.GetByteCount(text.Slice(at, length));
            if (size > limit)
            {
                // One sign piled up out of countless: it may be cut between its characters.
                Rune.DecodeFromUtf16(text[at..], out _, out length);
                size = Encoding.UTF8.GetByteCount(text.Slice(at, length));
            }

            if (bytes + size > limit) break;
            bytes += size;
            at += length;
            var last = text[at - 1];
            if (last == '\n') line = at;
            else if (SentenceEnds.Contains(last, StringComparison.Ordinal)) sentence = at;
            else if (Pauses.Contains(last, StringComparison.Ordinal)) pause = at;
        }

        if (at == text.Length) return at;
        // A border in the first half would leave the part half empty.
        var cut = line > at / 2 ? line : sentence > at / 2 ? sentence : pause > at / 2 ? pause : at;
        var link = StartOfLinkAt(text, cut);
        return link > 0 ? link : cut;
    }

    // Where the link begins that goes across a position; -1: none does.
    private static int StartOfLinkAt(ReadOnlySpan<char> text, int position)
    {
        var start = text[..position].LastIndexOf("http", StringComparison.OrdinalIgnoreCase);
        return start > 0 && !text[start..Math.Min(position + 1, text.Length)].ContainsAnyExceptInRange('!', '~') ? start : -1;
    }
}
