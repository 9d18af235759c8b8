using System.Text;

namespace IntakeBot.Functions.Polling;

/// <summary>Base64 of UTF-8 is how the bot writes; anything else is handed on as it came, for the handler to park.</summary>
internal static class MessageText
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static string Decode(string body)
    {
        var bytes = new byte[(body.Length / 4 * 3) + 3];
        if (!Convert.TryFromBase64String(body, bytes, out var length)) return body;
        try
        {
            return Strict.GetString(bytes, 0, length);
        }
        catch (DecoderFallbackException)
        {
            return body;
        }
    }
}
