using System.Text.Json;
using IntakeBot.Dialogue.Activities;

namespace IntakeBot.Host.Channels;

/// <summary>Reads what foreign clients put into the open parts of an activity: whatever shape it has, there is a value or null.</summary>
internal static class JsonMembers
{
    /// <summary>null: it is no object, or has no such member.</summary>
    public static JsonElement? Member(this JsonElement? of, string name) =>
        of is { ValueKind: JsonValueKind.Object } data && data.TryGetProperty(name, out var member) ? member : null;

    /// <summary>null: it is no text.</summary>
    /// <exception cref="InvalidOperationException">It holds half a character.</exception>
    public static string? Text(this JsonElement? value) => value is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    /// <summary>A member of <c>channelData.intake</c>.</summary>
    public static JsonElement? Intake(this Activity activity, string name) => activity.ChannelData.Member("intake").Member(name);
}
