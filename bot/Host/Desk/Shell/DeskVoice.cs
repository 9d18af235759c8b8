using System.Globalization;
using IntakeBot.Dialogue.Wording;
using IntakeBot.Host.Desk.Wording;

namespace IntakeBot.Host.Desk.Shell;

/// <summary>How the desk speaks to the one at the screen: texts, times and distances in one language.</summary>
internal sealed class DeskVoice(DeskWording wording, string language)
{
    public string Language => language;
    public bool IsEnglish => language == Languages.English;
    /// <summary>Of the edition in use now; not kept.</summary>
    public DeskTexts Texts => wording.In(language);

    public string Category(string leaf) => wording.Category(leaf, language);

    public string Distance(double metres) => metres < 1000
        ? DeskTexts.Fill(Texts.Queue.Metres, ("n", metres.ToString("0", CultureInfo.InvariantCulture)))
        : DeskTexts.Fill(Texts.Queue.Kilometres, ("n", (metres / 1000).ToString("0.0", CultureInfo.InvariantCulture)));

    /// <summary>Hour and minute; with the day when it is not today.</summary>
    public static string Time(DateTimeOffset moment, DateTimeOffset now)
    {
        var (local, today) = (ChinaTime.Of(moment), ChinaTime.Of(now));
        var format = local.Date == today.Date ? "HH:mm" : local.Year == today.Year ? "M-d HH:mm" : "yyyy-M-d HH:mm";
        return local.ToString(format, CultureInfo.InvariantCulture);
    }
}
