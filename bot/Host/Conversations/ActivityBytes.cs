using System.Buffers;
using System.Text.Json;
using IntakeBot.Dialogue.Activities;

namespace IntakeBot.Host.Conversations;

/// <summary>Activities as JSON bytes: written once, then stored, sent and served as they are.</summary>
internal static class ActivityBytes
{
    public static byte[] Of(Activity activity) => JsonSerializer.SerializeToUtf8Bytes(activity, ActivityJson.Relaxed.Activity);

    public static Activity Read(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize(json, ActivityJson.Relaxed.Activity)!;

    /// <summary>A JSON array of activities, as a turn keeps them.</summary>
    public static byte[] Join(IReadOnlyList<byte[]> activities)
    {
        var body = new byte[activities.Sum(a => a.Length) + activities.Count + 1];
        var at = 0;
        foreach (var activity in activities)
        {
            body[at] = (byte)(at == 0 ? '[' : ',');
            activity.CopyTo(body, at + 1);
            at += activity.Length + 1;
        }

        if (at == 0) body = [(byte)'[', 0];
        body[^1] = (byte)']';
        return body;
    }

    /// <summary>The members of such an array.</summary>
    public static List<byte[]> Split(ReadOnlySpan<byte> body)
    {
        var activities = new List<byte[]>();
        var reader = new Utf8JsonReader(body);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            activities.Add(body[start..(int)reader.BytesConsumed].ToArray());
        }

        return activities;
    }

    /// <summary>What poll and socket carry: <c>{"activities":[...],"watermark":"7"}</c>.</summary>
    public static void WriteSet(IBufferWriter<byte> output, IReadOnlyList<NumberedActivity> activities, long watermark)
    {
        output.Write("{\"activities\":["u8);
        for (var i = 0; i < activities.Count; i++)
        {
            if (i > 0) output.Write(","u8);
            output.Write(activities[i].Json);
        }

        output.Write("],\"watermark\":\""u8);
        var span = output.GetSpan(20);
        System.Buffers.Text.Utf8Formatter.TryFormat(watermark, span, out var written);
        output.Advance(written);
        output.Write("\"}"u8);
    }
}

/// <param name="Seq">The watermark at which it is included.</param>
internal readonly record struct NumberedActivity(long Seq, byte[] Json);
