namespace IntakeBot.Dialogue.Rehearsal;

/// <summary><c>* 2</c>, <c>* 发送</c>: the button is tapped that the last answer offers under that number or title.</summary>
internal static class Taps
{
    public static Parsed Read(string text) => text.Length == 0
        ? Parsed.Wrong("no button is named.", "Write its number or its title: * 2, or * 发送")
        : Parsed.Check($"a button '{text}' to tap", stage =>
        {
            var titles = stage.Transcript.FindLast(l => l.Kind == TranscriptKind.Bot)?.Options ?? [];
            var title = int.TryParse(text, out var number) && number >= 1 && number <= titles.Count ? titles[number - 1] : titles.FirstOrDefault(t => t == text);
            if (title is null) return titles.Count == 0 ? "no buttons are offered" : $"the buttons are: {string.Join(" | ", titles)}";
            stage.Say(title);
            return null;
        });
}
