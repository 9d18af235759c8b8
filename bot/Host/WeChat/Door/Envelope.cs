using System.Security.Cryptography;
using IntakeBot.Host.WeChat.Wire;

namespace IntakeBot.Host.WeChat.Door;

/// <summary>
/// Decides by the address alone how a delivery is protected, checks it, and wraps the answer in the same way. Until it says yes nothing
/// else is done with a delivery.
/// </summary>
internal sealed class Envelope
{
    private const int LongestEcho = 256;
    private readonly WeChatSettings _settings;
    private readonly MessageCipher? _cipher;
    private readonly Freshness _freshness;
    private readonly TimeProvider _clock;

    public Envelope(WeChatSettings settings, TimeProvider clock)
    {
        (_settings, _clock, _freshness) = (settings, clock, new(clock));
        string?[] keys = [settings.EncodingAesKey, settings.PreviousEncodingAesKey];
        if (settings.EncodingAesKey is not null) _cipher = new(settings.AppId, [.. keys.OfType<string>()]);
    }

    /// <summary>WeChat asks whether the address is ours.</summary>
    /// <returns>What to answer; null: it is not WeChat.</returns>
    public string? Echo(IQueryCollection query) =>
        IsSigned(query) && query["echostr"].ToString() is { Length: > 0 and <= LongestEcho } echo ? echo : null;

    /// <summary>What can be told before the body is read.</summary>
    public bool Admits(IQueryCollection query) => IsEncrypted(query) switch
    {
        true => _settings.Mode != WeChatMode.Plain && _freshness.IsFresh(query["timestamp"].ToString()) && query["msg_signature"].Count == 1,
        false => _settings.Mode != WeChatMode.Secure && IsSigned(query),
        null => false,
    };

    /// <returns>null: not from WeChat, or not for this account.</returns>
    public Opened? Open(IQueryCollection query, byte[] body)
    {
        if (!Admits(query)) return null;
        if (IsEncrypted(query) == false) return _freshness.GoesWith(query["signature"].ToString(), body) ? new(InboundXml.Read(body), null) : null;
        // Of both texts that compatible mode sends only the one that is protected counts.
        if (InboundXml.Read(body) is not { } outer || !outer.TryGetValue("Encrypt", out var encrypted)
            || !Signature.Matches(query["msg_signature"].ToString(), _settings.Token, query["timestamp"].ToString(), query["nonce"].ToString(), encrypted)
            || _cipher!.Open(encrypted) is not { } inner)
            return null;
        return new(InboundXml.Read(inner.Text), inner.Key);
    }

    /// <summary>The body of a passive answer, protected as the delivery was.</summary>
    public byte[] Close(byte[] reply, Opened to)
    {
        if (to.Key is not { } key) return reply;
        var encrypted = _cipher!.Close(reply, key);
        var timestamp = _clock.GetUtcNow().ToUnixTimeSeconds().ToString();
        var nonce = RandomNumberGenerator.GetString("0123456789", 10);
        return ReplyXml.Sealed(encrypted, Signature.Of(_settings.Token, timestamp, nonce, encrypted), timestamp, nonce);
    }

    private bool IsSigned(IQueryCollection query) =>
        query["signature"].Count == 1 && _freshness.IsFresh(query["timestamp"].ToString())
        && Signature.Matches(query["signature"].ToString(), _settings.Token, query["timestamp"].ToString(), query["nonce"].ToString());

    private static bool? IsEncrypted(IQueryCollection query) => query["encrypt_type"].ToString() switch
    {
        "" or "raw" => false,
        "aes" => true,
        _ => null,
    };
}

/// <param name="Members">null: signed, and yet no message.</param>
/// <param name="Key">Number of the key that opened it; null: it came in clear.</param>
internal sealed record Opened(IReadOnlyDictionary<string, string>? Members, int? Key);
