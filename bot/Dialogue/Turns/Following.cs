using IntakeBot.Dialogue.Understanding;
using IntakeBot.Dialogue.Wording;

namespace IntakeBot.Dialogue.Turns;

/// <summary>Which language the next answer is in: the one chosen, else the one the resident writes.</summary>
internal static class Following
{
    private const int EnglishWords = 2;

    public static void Follow(Turn turn, Reading reading)
    {
        var chosen = reading.Signals.Contains(Signal.SwitchToEnglish) ? Languages.English
            : reading.Signals.Contains(Signal.SwitchToChinese) ? Languages.Chinese : null;
        if (chosen is not null)
        {
            turn.State = turn.State with { Language = chosen, LanguageChosen = true };
            turn.Understood = true;
            turn.Ack("language.switched");
            return;
        }
        if (turn.State.LanguageChosen) return;
        var written = Languages.AnswerFor(reading.Language);
        if (written == turn.State.Language) return;
        // A name, a number or "ok" is no change of language.
        var enough = written == Languages.English
            ? reading.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Count(w => w.Length > 1 && w.All(c => char.IsAsciiLetter(c) || c is '\'' or ',' or '.' or '?')) >= EnglishWords
            : reading.Language == "zh-Latn" || reading.Text.Any(c => c is >= '\u3400' and <= '\u9fff');
        if (enough) turn.State = turn.State with { Language = written };
    }
}
