using System.Text.RegularExpressions;
using IntakeBot.Casework.Cases;
using IntakeBot.Casework.Store;
using IntakeBot.Host.Desk.Shell;
using IntakeBot.Host.Desk.Wording;
using IntakeBot.Host.Staff;

namespace IntakeBot.Host.Desk.Replies;

/// <summary>What stands in braces in a canned reply and is filled in from the case.</summary>
internal static partial class ReplyVariables
{
    // Both names of each work in both languages: a station's own replies are used by everybody there.
    private static readonly (string Zh, string En)[] s_names =
        [("称呼", "name"), ("站", "station"), ("我", "me"), ("受理号", "receipt"), ("类别", "category"), ("地点", "place"), ("时间", "time")];

    public static IEnumerable<string> Names(bool english) => s_names.Select(n => $"{{{(english ? n.En : n.Zh)}}}");

    public static bool IsCode(string code) => CodeForm().IsMatch(code);

    /// <summary>What is written in braces and is no variable.</summary>
    public static IEnumerable<string> Unknown(string text) =>
        Braces().Matches(text).Where(m => !s_names.Any(n => n.Zh == m.Groups[1].Value || n.En == m.Groups[1].Value)).Select(m => m.Value).Distinct();

    /// <summary>What is still in braces: nobody wants to send that to a resident.</summary>
    public static IReadOnlyList<string> Unresolved(string text) => [.. Braces().Matches(text).Select(m => m.Value).Distinct()];

    /// <summary>Fills in what is known; what is not stays in braces, to be seen and filled by hand.</summary>
    public static string Fill(string text, CaseDetail detail, StaffMember me, RepliesFile file, DeskVoice voice, string station, DateTimeOffset now) =>
        Braces().Replace(text, match => Array.FindIndex(s_names, n => n.Zh == match.Groups[1].Value || n.En == match.Groups[1].Value) switch
        {
            0 => Salutation(detail.Petition?.Reporter?.Anonymous == true ? null : detail.Fact(CaseFacts.ReporterName), file),
            1 => me.StationName.Length > 0 ? me.StationName : station,
            2 => me.Name,
            3 => detail.Case.Receipt,
            4 => voice.Category(detail.Case.Leaf),
            5 => Place(detail.Case) ?? match.Value,
            6 => DeskVoice.Time(now, now),
            _ => match.Value,
        });

    /// <summary>The family name alone: the whole name is personal data, shown only to those who ask for it.</summary>
    public static string Salutation(string? name, RepliesFile file)
    {
        var text = name?.Trim() ?? "";
        if (text.Length == 0) return "";
        var family = file.CompoundSurnames.Find(s => text.StartsWith(s, StringComparison.Ordinal))
            ?? (char.IsAscii(text[0]) ? text.Split(' ')[^1] : System.Globalization.StringInfo.GetNextTextElement(text));
        var title = file.AlreadyPolite.Find(p => text.EndsWith(p, StringComparison.Ordinal));
        return DeskTexts.Fill(title is null ? file.Salutation : file.SalutationPolite, ("family", family), ("title", title));
    }

    private static string? Place(CaseRow row) => row.Address ?? row.Community;

    [GeneratedRegex(@"\{([^{}\s]{1,20})\}", RegexOptions.CultureInvariant)]
    private static partial Regex Braces();

    [GeneratedRegex("^[a-z0-9-]{1,20}$", RegexOptions.CultureInvariant)]
    private static partial Regex CodeForm();
}
