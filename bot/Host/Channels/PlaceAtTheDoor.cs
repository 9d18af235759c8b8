using System.Text.Json;
using System.Text.Json.Nodes;
using IntakeBot.Casework.Places;
using IntakeBot.Dialogue.Activities;

namespace IntakeBot.Host.Channels;

/// <summary>
/// Shared locations come in the datum of their channel, marked in <c>channelData.intake.datum</c>. They are converted to
/// WGS-84 once, here; the resident's own message keeps what was sent.
/// </summary>
internal static class PlaceAtTheDoor
{
    public static Activity InWgs84(Activity activity)
    {
        if (activity.Entities is not { ValueKind: JsonValueKind.Array } entities || Marked(activity) is not { } datum || datum == Datum.Wgs84) return activity;

        var converted = JsonNode.Parse(entities.GetRawText())!.AsArray();
        foreach (var entity in converted)
        {
            if (entity is JsonObject o && o["geo"] is JsonObject geo && Number(geo["latitude"]) is { } lat && Number(geo["longitude"]) is { } lon)
                (geo["latitude"], geo["longitude"]) = Convert(lat, lon, datum);
        }

        var data = JsonNode.Parse(activity.ChannelData!.Value.GetRawText())!;
        data["intake"]!["datum"] = "WGS84";
        return activity with { Entities = Element(converted), ChannelData = Element(data) };
    }

    private static Datum? Marked(Activity activity) =>
        activity.Intake("datum").Text() is { } name && Datums.TryParse(name, out var datum) ? datum : null;

    private static double? Number(JsonNode? node) => node is JsonValue value && value.TryGetValue<double>(out var number) ? number : null;

    private static (JsonNode, JsonNode) Convert(double lat, double lon, Datum datum)
    {
        var (wgsLat, wgsLon) = Datums.Convert(lat, lon, datum, Datum.Wgs84);
        return (Math.Round(wgsLat, 7), Math.Round(wgsLon, 7));
    }

    private static JsonElement Element(JsonNode node) => JsonSerializer.SerializeToElement(node);
}
