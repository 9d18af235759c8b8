using System.Globalization;
using System.Text.Json;
using IntakeBot.Dialogue.Activities;
using IntakeBot.Dialogue.Turns;

namespace IntakeBot.Dialogue.Rehearsal;

/// <summary>
/// What may happen besides talking: <c>@ scan CODE [address]</c>, <c>@ now 2026-11-23 22:10</c>, <c>@ duty STATION on|off</c>, <c>@ duty unknown</c>,
/// <c>@ locale en</c>, <c>@ owner staff|bot</c>, <c>@ opened</c>, <c>@ from FIXTURE</c>, <c>@ photo [text]</c> (voice, video, file), <c>@ location 22.74 113.93 [datum]</c>,
/// <c>@ event intake/closed {json}</c>; and what the host knows: <c>@ progress {json}</c>, <c>@ same {json}</c>.
/// </summary>
internal static class Happenings
{
    private const string DefaultAddress = "凤凰街道塘尾社区塘尾新村12栋";

    private static readonly Dictionary<string, string> s_files = new(StringComparer.Ordinal)
    {
        ["photo"] = "image/jpeg", ["voice"] = "audio/mp4", ["video"] = "video/mp4", ["file"] = "application/pdf",
    };

    public static Parsed Read(string text, Fixtures fixtures)
    {
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        var (what, rest) = space < 0 ? (text, "") : (text[..space], text[(space + 1)..].Trim());
        switch (what)
        {
            case "scan": return rest.Length == 0 ? Parsed.Wrong("no building is named.", "Write @ scan TW-000123, and its address if it matters.") : Scan(rest.Split(' ', 2));
            case "now":
                return DateTimeOffset.TryParse(rest + " +08:00", CultureInfo.InvariantCulture, DateTimeStyles.None, out var now)
                    ? Parsed.Do(stage => stage.Now = now) : Parsed.Wrong($"'{rest}' is no moment.", "Write @ now 2026-11-23 22:10");
            case "duty": return Duty(rest);
            case "locale": return rest.Length == 0 ? Parsed.Wrong("no language is named.", "Write @ locale en, or @ locale zh-CN") : Parsed.Do(stage => stage.Locale = rest);
            case "owner":
                return rest is not ("staff" or "bot") ? Parsed.Wrong("nobody is named.", "Write @ owner staff, or @ owner bot")
                    : Parsed.Do(stage => stage.Owner = rest == "staff" ? ConversationOwner.Staff : ConversationOwner.Bot);
            case "progress": return Json(rest, (stage, value) => stage.Progress = value);
            case "same": return Json(rest, (stage, value) => stage.Same = value);
            case "opened": return Parsed.Do(stage => stage.Happens(new Activity { Type = "event", Name = "intake/opened" }, text));
            case "event": return Event(text, rest);
            case "location": return Location(text, rest);
            case "from": return fixtures.Read(rest);
            default: return s_files.ContainsKey(what) ? Parsed.Do(stage => stage.Happens(FileSent(what, rest), text)) : Parsed.Wrong($"nothing called '{what}' can happen.",
                "Write one of scan, now, duty, locale, owner, opened, from, photo, voice, video, file, location, event, progress, same.");
        }
    }

    private static Parsed Scan(string[] parts) => Parsed.Do(stage => stage.Building = Building(parts[0], parts.Length > 1 ? parts[1].Trim() : DefaultAddress));

    public static ScannedBuilding Building(string code, string address = DefaultAddress) => new(code, address, "塘尾", 22.7401, 113.925);

    private static Parsed Duty(string rest) => rest.Split(' ') switch
    {
        ["unknown"] => Parsed.Do(stage => stage.Duty = null),
        [var station, "on" or "off"] => Parsed.Do(stage => stage.Duty = new(station, rest.EndsWith(" on", StringComparison.Ordinal), 5)),
        _ => Parsed.Wrong("it does not say who is there.", "Write @ duty 塘尾站 on, @ duty 塘尾站 off, or @ duty unknown"),
    };

    private static Parsed Event(string text, string rest)
    {
        var parts = rest.Split(' ', 2);
        if (parts[0].Length == 0) return Parsed.Wrong("no event is named.", "Write for example: @ event intake/closed {\"sentence\":\"已协调。\"}");
        return Json(parts.Length > 1 ? parts[1] : "null", (stage, value) => stage.Happens(new Activity
        {
            Type = "event", Name = parts[0], Value = value.ValueKind == JsonValueKind.Null ? null : value,
        }, text));
    }

    /// <summary>A message with one file: photo, voice, video or file.</summary>
    public static Activity FileSent(string kind, string text) => new()
    {
        Type = "message", Text = text.Length == 0 ? null : text,
        Attachments = [new Attachment { ContentType = s_files[kind], Name = "file", Content = Element("""{"id":"f1","bytes":1234,"sha256":"ab"}""") }],
    };

    private static Parsed Location(string text, string rest)
    {
        var parts = rest.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length is < 2 or > 3 || !double.TryParse(parts[0], out var latitude) || !double.TryParse(parts[1], out var longitude))
            return Parsed.Wrong("it has no point.", "Write latitude, longitude and, if it is not WGS84, the datum: @ location 22.7431 113.9301 GCJ02");
        return Parsed.Do(stage => stage.Happens(new Activity
        {
            Type = "message",
            Entities = JsonSerializer.SerializeToElement(new[] { new { type = "Place", geo = new { type = "GeoCoordinates", latitude, longitude } } }),
            ChannelData = parts.Length == 3 ? JsonSerializer.SerializeToElement(new { intake = new { datum = parts[2] } }) : null,
        }, text));
    }

    private static Parsed Json(string text, Action<Stage, JsonElement> act)
    {
        try
        {
            var value = Element(text);
            return Parsed.Do(stage => act(stage, value));
        }
        catch (JsonException)
        {
            return Parsed.Wrong($"'{text}' is no JSON.", "Write it as {\"found\":true}");
        }
    }

    private static JsonElement Element(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}
