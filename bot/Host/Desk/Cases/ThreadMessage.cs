using System.Text.Json;
using IntakeBot.Dialogue.Activities;

namespace IntakeBot.Host.Desk.Cases;

internal enum Speaker { Resident, Bot, Staff }

/// <summary>One message of the thread as the desk shows it.</summary>
/// <param name="StaffId">Account of the member of staff who said it.</param>
internal sealed record ThreadMessage(
    string Id, Speaker Speaker, string? StaffId, string? Name, string Text, DateTimeOffset At,
    IReadOnlyList<ThreadFile> Files, IReadOnlyList<string> Choices, (double Lat, double Lon)? Place)
{
    private const string StaffPrefix = "staff-";

    /// <summary>null: nothing to show (typing, events, empty messages).</summary>
    public static ThreadMessage? Of(Activity activity)
    {
        if (activity.Type != "message") return null;
        var staffId = activity.From?.Id?.StartsWith(StaffPrefix, StringComparison.Ordinal) == true ? activity.From.Id[StaffPrefix.Length..] : null;
        var speaker = staffId is not null ? Speaker.Staff : activity.From?.Role == "user" ? Speaker.Resident : Speaker.Bot;
        var files = (activity.Attachments ?? []).Where(a => a.ContentUrl is not null)
            .Select(a => new ThreadFile(a.ContentType ?? "", a.ContentUrl!, a.Name)).ToList();
        var choices = activity.SuggestedActions?.Actions.Select(a => a.Title).Where(t => t.Length > 0).ToList() ?? [];
        var text = activity.Text ?? "";
        var place = PointOf(activity.Entities);
        if (text.Length == 0 && files.Count == 0 && place is null)
        {
            // A tap on a button comes as a value, without text.
            text = activity.Value is { ValueKind: JsonValueKind.String } value ? value.GetString() ?? "" : "";
            if (text.Length == 0) return null;
        }
        return new(activity.Id ?? "", speaker, staffId, activity.From?.Name, text, activity.Timestamp ?? default, files, choices, place);
    }

    private static (double, double)? PointOf(JsonElement? entities)
    {
        if (entities is not { ValueKind: JsonValueKind.Array } list) return null;
        foreach (var entity in list.EnumerateArray())
            if (entity.ValueKind == JsonValueKind.Object && entity.TryGetProperty("geo", out var geo) && geo.ValueKind == JsonValueKind.Object
                && geo.TryGetProperty("latitude", out var lat) && lat.TryGetDouble(out var latitude)
                && geo.TryGetProperty("longitude", out var lon) && lon.TryGetDouble(out var longitude))
                return (latitude, longitude);
        return null;
    }
}

/// <param name="Url">As it stands in the activity.</param>
internal sealed record ThreadFile(string ContentType, string Url, string? Name)
{
    public bool IsPicture => ContentType.StartsWith("image/", StringComparison.Ordinal);
    public bool IsVoice => ContentType.StartsWith("audio/", StringComparison.Ordinal);
    /// <summary>Id of the stored file: the last segment of the address; null when it is not one of ours.</summary>
    public string? FileId
    {
        get
        {
            var path = Url.AsSpan();
            if (path.IndexOf('?') is >= 0 and var query) path = path[..query];
            var id = path[(path.LastIndexOf('/') + 1)..];
            return id.Length is > 0 and <= 64 && !id.ContainsAnyExcept(s_idLetters) ? id.ToString() : null;
        }
    }

    private static readonly System.Buffers.SearchValues<char> s_idLetters =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.");
}
