using System.Text.Json;
using IntakeBot.Dialogue.Activities;
using IntakeBot.Dialogue.Petitions;

namespace IntakeBot.Dialogue.Turns;

/// <summary>What a message carries besides words.</summary>
internal static class Incoming
{
    private const int MaxFiles = 10;

    /// <summary>The text; a tapped <c>postBack</c> counts as its value said.</summary>
    public static string Text(Activity activity) =>
        !string.IsNullOrWhiteSpace(activity.Text) ? activity.Text
        : activity.Value is { } value ? Said(value) : "";

    // Buttons of other makers put their value into an object.
    private static string Said(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.Object => String(value, "value") ?? String(value, "text") ?? String(value, "title") ?? "",
        _ => "",
    };

    public static IReadOnlyList<DraftAttachment> Files(Activity activity) => activity.Attachments is not { Count: > 0 } attachments ? [] :
        [.. attachments.Take(MaxFiles).Select(a => new DraftAttachment(
            Member(a.Content, "id") is { ValueKind: JsonValueKind.String } id ? id.GetString()! : a.Name ?? a.ContentUrl ?? "",
            a.ContentType ?? "application/octet-stream",
            Member(a.Content, "bytes") is { ValueKind: JsonValueKind.Number } bytes && bytes.TryGetInt64(out var n) ? n : 0,
            Member(a.Content, "sha256") is { ValueKind: JsonValueKind.String } sha ? sha.GetString()! : ""))];

    /// <summary>A shared location: an entity of type Place with GeoCoordinates; null when there is none or it lies nowhere.</summary>
    public static PlaceValue? Location(Activity activity)
    {
        if (activity.Entities is not { ValueKind: JsonValueKind.Array } entities) return null;
        foreach (var entity in entities.EnumerateArray())
        {
            var type = Member(entity, "type") is { ValueKind: JsonValueKind.String } t ? t.GetString() : null;
            var geo = type == "GeoCoordinates" ? entity : type == "Place" ? Member(entity, "geo") : null;
            if (Number(geo, "latitude") is not { } latitude || Number(geo, "longitude") is not { } longitude) continue;
            if (latitude is < -90 or > 90 || longitude is < -180 or > 180) continue;
            var datum = Member(Member(activity.ChannelData, "intake"), "datum") is { ValueKind: JsonValueKind.String } d && d.GetString() is "GCJ02" or "BD09" ? d.GetString() : "WGS84";
            var address = Member(entity, "address") is { ValueKind: JsonValueKind.String } a ? a.GetString() : Member(entity, "name") is { ValueKind: JsonValueKind.String } name ? name.GetString() : null;
            return new("shared", Address: string.IsNullOrWhiteSpace(address) ? null : address, Latitude: latitude, Longitude: longitude, Datum: datum);
        }
        return null;
    }

    public static JsonElement? Member(JsonElement? element, string name) =>
        element is { ValueKind: JsonValueKind.Object } o && o.TryGetProperty(name, out var value) ? value : null;

    public static string? String(JsonElement? element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    private static double? Number(JsonElement? element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.Number } value && value.TryGetDouble(out var number) ? number : null;
}
