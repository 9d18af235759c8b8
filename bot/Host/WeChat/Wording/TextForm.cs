using System.Text;
using System.Text.Json;
using IntakeBot.Dialogue.Activities;
using IntakeBot.Host.Channels;
using IntakeBot.Host.Conversations;

namespace IntakeBot.Host.WeChat.Wording;

/// <summary>
/// An activity as plain text: WeChat's texts have no buttons, so the options are numbered as the engine counts them. Whoever is no robot
/// stands by name in front of what he says.
/// </summary>
internal sealed class TextForm(HostTexts texts)
{
    // To these a number is the answer itself.
    private static readonly HashSet<string> s_numbersAreAnswers = new(StringComparer.Ordinal) { "amount", "people", "when", "since" };

    /// <summary>Empty: nothing that could be shown.</summary>
    public string Of(Activity activity)
    {
        if (activity.Type != "message") return "";
        var text = new StringBuilder(activity.Text?.Trim());
        foreach (var attachment in activity.Attachments ?? [])
        {
            // A link is all that a text can carry of a file.
            if (attachment.ContentUrl is { } url && url.StartsWith("http", StringComparison.OrdinalIgnoreCase)) Line(text, $"{attachment.Name} {url}".Trim());
        }

        if (activity.SuggestedActions is { Actions.Count: > 0 } actions) Options(text, activity, actions.Actions);
        return IsStaff(activity) && activity.From!.Name is { Length: > 0 } name && text.Length > 0
            ? texts.Say("wechat.staff", activity.Locale).Replace("{name}", name, StringComparison.Ordinal).Replace("{text}", text.ToString(), StringComparison.Ordinal)
            : text.ToString();
    }

    public static bool IsStaff(Activity activity) => activity.From?.Id?.StartsWith("staff-", StringComparison.Ordinal) == true;

    private void Options(StringBuilder text, Activity activity, IReadOnlyList<CardAction> actions)
    {
        var (asking, values) = Intake(activity);
        var titles = actions.Select(a => a.Title).ToList();
        if (values.Count != titles.Count) values = [.. Enumerable.Repeat("", titles.Count)];
        // The summary numbers its own lines, and says what to reply.
        if (values.Any(v => v.StartsWith("edit:", StringComparison.Ordinal))) return;
        var named = new List<string>();
        var numbered = new List<string>();
        for (var i = 0; i < titles.Count; i++)
        {
            if (s_numbersAreAnswers.Contains(asking)) named.Add(titles[i]);
            else numbered.Add($"{(values[i].StartsWith("star:", StringComparison.Ordinal) ? values[i][5..] : (i + 1).ToString())}. {titles[i]}");
        }

        if (numbered.Count > 0)
        {
            foreach (var option in numbered) Line(text, option);
            Line(text, texts.Say("wechat.numbers", activity.Locale));
        }

        if (named.Count > 0)
        {
            var separator = texts.Say("wechat.or", activity.Locale);
            Line(text, texts.Say("wechat.words", activity.Locale).Replace("{options}", string.Join(separator, named), StringComparison.Ordinal));
        }
    }

    private static (string Asking, IReadOnlyList<string> Values) Intake(Activity activity)
    {
        var asking = activity.Intake("asking").Text() ?? "";
        return activity.Intake("options") is { ValueKind: JsonValueKind.Array } options
            ? (asking, [.. options.EnumerateArray().Select(o => o.TryGetProperty("value", out var value) ? value.GetString() ?? "" : "")])
            : (asking, []);
    }

    private static void Line(StringBuilder text, string line)
    {
        if (text.Length > 0) text.Append('\n');
        text.Append(line);
    }
}
