using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using IntakeBot.Host.Security;

namespace IntakeBot.Host.DirectLine;

/// <summary>
/// Issues and checks conversation tokens: JWT, HS256 and nothing else. Exactly one header is accepted, so there is no
/// algorithm to be talked into.
/// </summary>
internal sealed class ConversationTokens(ServerKeys keys, TimeProvider clock)
{
    public const int LifetimeSeconds = 1800;
    public const int StreamSeconds = 60;
    public const int FileSeconds = 24 * 3600;
    private const string Header = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9";
    private const int Longest = 4096;

    public string Issue(ConversationToken claims) => Sign(claims with { Use = ConversationToken.Chat, Expires = Now + LifetimeSeconds });

    /// <summary>A token that only opens the conversation's socket, within a minute: it stands in a URL.</summary>
    public string IssueStream(ConversationToken claims) => Sign(new()
    {
        Use = ConversationToken.Stream,
        ConversationId = claims.ConversationId,
        Ticket = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(9)),
        Origins = claims.Origins,
        Expires = Now + StreamSeconds,
    });

    /// <summary>Opens one file for a day: foreign clients show pictures by their address alone, without a header.</summary>
    public string IssueFile(string conversationId, string fileId) =>
        Sign(new() { Use = ConversationToken.FileUse(fileId), ConversationId = conversationId, Expires = Now + FileSeconds });

    public TokenCheck Check(string token, string use)
    {
        if (token.Length > Longest || !token.StartsWith(Header, StringComparison.Ordinal)) return TokenCheck.Bad;
        var dot = token.LastIndexOf('.');
        if (dot <= Header.Length || token[Header.Length] != '.') return TokenCheck.Bad;

        Span<byte> given = stackalloc byte[32];
        Span<byte> expected = stackalloc byte[32];
        Span<byte> text = stackalloc byte[dot];
        if (Encoding.UTF8.GetByteCount(token.AsSpan(0, dot)) != dot) return TokenCheck.Bad;
        Encoding.UTF8.GetBytes(token.AsSpan(0, dot), text);
        HMACSHA256.HashData(keys.Tokens, text, expected);
        if (!Base64Url.TryDecodeFromChars(token.AsSpan(dot + 1), given, out var length) || length != 32) return TokenCheck.Bad;
        if (!CryptographicOperations.FixedTimeEquals(given, expected)) return TokenCheck.Bad;

        var claims = JsonSerializer.Deserialize(Base64Url.DecodeFromUtf8(text[(Header.Length + 1)..]), TokenJson.Default.ConversationToken)!;
        if (claims.Use != use) return TokenCheck.Bad;
        return claims.Expires <= Now ? TokenCheck.Old : new(TokenState.Good, claims);
    }

    private string Sign(ConversationToken claims)
    {
        var text = $"{Header}.{Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(claims, TokenJson.Default.ConversationToken))}";
        return $"{text}.{Base64Url.EncodeToString(HMACSHA256.HashData(keys.Tokens, Encoding.UTF8.GetBytes(text)))}";
    }

    private long Now => clock.GetUtcNow().ToUnixTimeSeconds();
}

internal readonly record struct TokenCheck(TokenState State, ConversationToken? Claims)
{
    public static readonly TokenCheck Bad = new(TokenState.Bad, null);
    public static readonly TokenCheck Old = new(TokenState.Expired, null);
}

internal enum TokenState
{
    Good,
    Expired,
    Bad,
}
