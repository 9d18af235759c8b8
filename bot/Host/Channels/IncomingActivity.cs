using System.Text;
using System.Text.Json;
using IntakeBot.Dialogue.Activities;
using IntakeBot.Host.Conversations;

namespace IntakeBot.Host.Channels;

/// <summary>One activity of a client, checked at the door.</summary>
internal static class IncomingActivity
{
    private const int MostBytes = 4 * TurnLimits.Characters;
    private const int LongestKey = 128;

    public static async Task<(Activity? Activity, ActivityProblem? Problem)> ReadAsync(HttpRequest request)
    {
        if (await BodyReader.ReadAsync(request, MostBytes) is not { } body) return (null, ActivityProblem.TooLarge);
        return Parse(body);
    }

    public static (Activity? Activity, ActivityProblem? Problem) Parse(byte[] body)
    {
        if (body.Length > TurnLimits.Characters && Encoding.UTF8.GetCharCount(body) > TurnLimits.Characters) return (null, ActivityProblem.TooLarge);
        if (BodyReader.Parse(body, ActivityJson.Relaxed.Activity, out var problem) is not { } activity) return (null, ActivityProblem.Malformed(problem!));
        // Absent, it is null: generated readers pass over initial values.
        return string.IsNullOrEmpty(activity.Type) ? (null, ActivityProblem.Wrong("The activity has no type.")) : (activity, null);
    }

    /// <summary>
    /// <c>channelData.intake.seen</c>: the watermark that the client had reached when its user pressed "send". What was asked after it
    /// is not answered by this message.
    /// </summary>
    public static long? Seen(Activity activity) =>
        long.TryParse(activity.Intake("seen").Text(), System.Globalization.NumberStyles.None, null, out var watermark) ? watermark : null;

    /// <summary>The client's own id of a message, by which it knows its echo and we know a repetition.</summary>
    public static string? ClientKey(Activity activity)
    {
        foreach (var name in (ReadOnlySpan<string>)["clientActivityID", "clientActivityId"])
        {
            if (activity.ChannelData.Member(name).Text() is { Length: > 0 and <= LongestKey } key) return key;
        }

        return null;
    }
}
