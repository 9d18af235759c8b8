using System.Security.Cryptography;
using System.Text;

namespace IntakeBot.Host.DirectLine;

/// <summary>Who may do what: the secret everything, a token its one conversation.</summary>
internal sealed class DirectLineAccess(ConversationTokens tokens, IConfiguration configuration)
{
    private readonly byte[]? _secret = configuration["DirectLine:Secret"] is { Length: > 0 } secret ? SHA256.HashData(Encoding.UTF8.GetBytes(secret)) : null;

    /// <summary>The bearer of a request, for one conversation or (null) for any.</summary>
    public Access Of(HttpContext context, string? conversationId)
    {
        if (Bearer(context.Request) is not { } bearer) return new(DirectLineError.NoHeader);
        if (IsSecret(bearer)) return new(new ConversationToken { Use = ConversationToken.Chat, ConversationId = conversationId ?? "" }, Secret: true);

        var check = tokens.Check(bearer, ConversationToken.Chat);
        if (check.State == TokenState.Expired) return new(DirectLineError.Expired);
        if (check.Claims is not { } claims || (conversationId is not null && claims.ConversationId != conversationId)) return new(DirectLineError.Forbidden);
        return PageOrigins.Trusts(claims, context.Request) ? new(claims) : new(DirectLineError.ForeignOrigin);
    }

    /// <summary>Whether the ticket in a file's address opens it.</summary>
    public bool OpensFile(string ticket, string fileId) => tokens.Check(ticket, ConversationToken.FileUse(fileId)).State == TokenState.Good;

    /// <summary>Exactly "Bearer", one space, one word.</summary>
    private static string? Bearer(HttpRequest request)
    {
        var header = request.Headers.Authorization;
        if (header.Count != 1 || header[0] is not { } value || !value.StartsWith("Bearer ", StringComparison.Ordinal)) return null;
        var bearer = value[7..];
        return bearer.Length == 0 || bearer.Contains(' ', StringComparison.Ordinal) ? null : bearer;
    }

    private bool IsSecret(string bearer) =>
        _secret is not null && CryptographicOperations.FixedTimeEquals(_secret, SHA256.HashData(Encoding.UTF8.GetBytes(bearer)));
}

/// <summary>Either the claims, or the refusal.</summary>
internal readonly record struct Access(ConversationToken? Claims, bool Secret = false)
{
    public Access(DirectLineError error)
        : this((ConversationToken?)null) => Error = error;

    public DirectLineError? Error { get; }
}
