using System.Text;

namespace IntakeBot.Host.WeChat.Wire;

/// <summary>The body of a passive answer.</summary>
internal static class ReplyXml
{
    /// <summary>A text to the one who wrote: sender and receiver change places, the time is in seconds.</summary>
    public static byte[] Text(InboundMessage to, string text, DateTimeOffset now) => Encoding.UTF8.GetBytes(
        $"<xml><ToUserName>{Data(to.FromUserName)}</ToUserName><FromUserName>{Data(to.ToUserName)}</FromUserName><CreateTime>{now.ToUnixTimeSeconds()}</CreateTime>"
        + $"<MsgType><![CDATA[text]]></MsgType><Content>{Data(text)}</Content></xml>");

    public static byte[] Sealed(string encrypted, string signature, string timestamp, string nonce) => Encoding.UTF8.GetBytes(
        $"<xml><Encrypt>{Data(encrypted)}</Encrypt><MsgSignature>{Data(signature)}</MsgSignature><TimeStamp>{timestamp}</TimeStamp><Nonce>{Data(nonce)}</Nonce></xml>");

    // Characters that XML cannot hold would make the whole answer invalid, and the resident would see that the account is out of order.
    private static string Data(string text)
    {
        var clean = new StringBuilder(text.Length + 16).Append("<![CDATA[");
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is '\t' or '\n' or (>= 0x20 and not (0xFFFE or 0xFFFF))) clean.Append(rune.ToString());
        }

        return clean.Replace("]]>", "]]]]><![CDATA[>", 9, clean.Length - 9).Append("]]>").ToString();
    }
}
