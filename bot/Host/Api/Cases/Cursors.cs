using System.Buffers.Text;
using System.Globalization;
using System.Text;
using IntakeBot.Host.Desk.Queue;

namespace IntakeBot.Host.Api.Cases;

/// <summary>Where the next page of a list begins, as text that callers hand back as it is.</summary>
internal static class Cursors
{
    public static string? Write(QueueCursor? cursor) => cursor is null ? null
        : Base64Url.EncodeToString(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{(int)cursor.Part}|{cursor.Key.UtcTicks}|{cursor.Id:N}")));

    /// <returns>False: not one of ours.</returns>
    public static bool TryRead(string? text, out QueueCursor? cursor)
    {
        cursor = null;
        if (string.IsNullOrEmpty(text)) return true;
        if (text.Length > 120 || !Base64Url.IsValid(text)) return false;
        if (Encoding.ASCII.GetString(Base64Url.DecodeFromChars(text)).Split('|') is not [var part, var ticks, var id]) return false;
        if (!Enum.TryParse<QueuePart>(part, out var p) || !Enum.IsDefined(p) || !long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var t)
            || t > DateTimeOffset.MaxValue.UtcTicks || !Guid.TryParseExact(id, "N", out var g)) return false;
        cursor = new(p, new(t, TimeSpan.Zero), g);
        return true;
    }
}
