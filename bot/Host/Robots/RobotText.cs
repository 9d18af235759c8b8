using System.Text;
using IntakeBot.Casework.Store;
using IntakeBot.Dialogue.Wording;
using IntakeBot.Host.Desk.Wording;
using IntakeBot.Host.Store;

namespace IntakeBot.Host.Robots;

/// <summary>
/// What stands in the group: receipt, category, place and a link. Nothing of the person, nothing of what was written: a group
/// has members nobody knows.
/// </summary>
internal sealed class RobotText(DeskWording wording, IConfiguration configuration)
{
    private const int HeadBytes = 48;

    /// <summary>Where staff reach the desk, without a slash at the end; null: messages carry no link.</summary>
    public string? DeskUrl => configuration["Desk:Url"]?.Trim().TrimEnd('/') is { Length: > 0 } url ? url : null;

    /// <summary>Joins as many as fit, in their order; at least the first.</summary>
    public (string Text, IReadOnlyList<long> Told) Compose(IReadOnlyList<RobotNews> news, int mostBytes)
    {
        var (lines, told, bytes) = (new List<string>(), new List<long>(), HeadBytes);
        // Several additions of one resident in a row are one line.
        foreach (var same in news.GroupBy(n => (n.Message.CaseId, n.Message.Kind)))
        {
            var line = Line(same.First());
            bytes += Encoding.UTF8.GetByteCount(line) + 2;
            if (lines.Count > 0 && bytes > mostBytes) break;
            lines.Add(line);
            told.AddRange(same.Select(n => n.Message.Id));
        }
        if (lines.Count > 1) lines.Insert(0, DeskTexts.Fill(Texts.Robots.Several, ("n", lines.Count)));
        return (Cut(string.Join("\n\n", lines), mostBytes), told);
    }

    public string Test(string name) => DeskTexts.Fill(Texts.Robots.TestMessage, ("name", name));

    /// <summary>Shortens to a number of bytes in UTF-8, never within a character.</summary>
    public static string Cut(string text, int mostBytes)
    {
        const string more = "…";
        if (Encoding.UTF8.GetByteCount(text) <= mostBytes) return text;
        var (bytes, length) = (Encoding.UTF8.GetByteCount(more), 0);
        foreach (var rune in text.EnumerateRunes())
        {
            if ((bytes += rune.Utf8SequenceLength) > mostBytes) break;
            length += rune.Utf16SequenceLength;
        }
        return text[..length] + more;
    }

    private DeskTexts Texts => wording.In(Languages.Chinese);

    private string Line(RobotNews news)
    {
        var (texts, found) = (Texts, news.Case);
        var place = found.Building ?? (found.Community is { Length: > 0 } community ? community : texts.Queue.PlaceUnknown);
        var line = DeskTexts.Fill(texts.Robots.News,
            ("urgency", WordTexts.Of(texts.Words.Urgencies, found.Urgency)), ("what", WordTexts.Of(texts.Words.RobotNews, news.Message.Kind)),
            ("category", wording.Category(found.Leaf, Languages.Chinese)), ("place", place), ("receipt", found.Receipt));
        return DeskUrl is { } desk ? $"{line}\n{desk}/desk/cases/{found.Id}" : line;
    }
}

internal sealed record RobotNews(RobotMessageRow Message, CaseRow Case);
