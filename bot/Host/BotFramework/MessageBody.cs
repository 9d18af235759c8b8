using System.Buffers;
using IntakeBot.Host.Conversations;

namespace IntakeBot.Host.BotFramework;

/// <summary>The answer in the response: <c>{"activities":[...]}</c>.</summary>
internal static class MessageBody
{
    public static async Task WriteAsync(HttpContext context, Received received, IReadOnlyList<NumberedActivity> answers)
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        Write(context.Response.BodyWriter, received, answers);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    private static void Write(IBufferWriter<byte> output, Received received, IReadOnlyList<NumberedActivity> answers)
    {
        output.Write("{\"activities\":["u8);
        for (var i = 0; i < answers.Count; i++)
        {
            if (i > 0) output.Write(","u8);
            received.Address.Dress(output, answers[i].Json, received.Activity.Id);
        }

        output.Write("]}"u8);
    }
}
