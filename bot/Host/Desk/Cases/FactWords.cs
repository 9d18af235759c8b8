using System.Globalization;
using IntakeBot.Casework.Cases;
using IntakeBot.Host.Desk.Shell;
using IntakeBot.Host.Desk.Wording;

namespace IntakeBot.Host.Desk.Cases;

/// <summary>Values of facts as staff read them; personal ones masked.</summary>
internal static class FactWords
{
    public static string Say(string field, string? value, DeskVoice voice) => value is null ? voice.Texts.Work.EmptyValue : field switch
    {
        CaseFacts.Category => voice.Category(value),
        CaseFacts.Urgency => WordTexts.Of(voice.Texts.Words.Urgencies, value),
        CaseFacts.Kind => WordTexts.Of(voice.Texts.Words.Kinds, value),
        CaseFacts.Amount => decimal.TryParse(value, NumberStyles.Number, CultureInfo.InvariantCulture, out var yuan)
            ? DeskTexts.Fill(voice.Texts.Case.Yuan, ("n", yuan.ToString("#,0.##", CultureInfo.InvariantCulture))) : value,
        CaseFacts.People => DeskTexts.Fill(voice.Texts.Case.PeopleCount, ("n", value)),
        CaseFacts.ReporterName => Masked.Name(value),
        CaseFacts.ReporterPhone or CaseFacts.CounterpartyPhone => Masked.Phone(value),
        _ => Masked.InText(value),
    };
}
