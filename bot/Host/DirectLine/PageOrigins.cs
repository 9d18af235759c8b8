namespace IntakeBot.Host.DirectLine;

/// <summary>
/// Pages of other origins that may use the line: <c>DirectLine:Origins</c>, or all without it, because the bearer token is the
/// only key. A token may be bound to fewer (<c>trustedOrigins</c>).
/// </summary>
internal sealed class PageOrigins(IConfiguration configuration)
{
    private readonly string[] _allowed = configuration.GetSection("DirectLine:Origins").Get<string[]>() ?? [];

    public bool Allows(string origin) => _allowed.Length == 0 || _allowed.Contains(origin);

    /// <summary>Sockets are opened without a preflight: here the server looks itself. Our own page and programs without an origin always may.</summary>
    public bool AllowsSocket(HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();
        return origin.Length == 0 || Allows(origin) || origin == $"{request.Scheme}://{request.Host}";
    }

    /// <summary>Whether a token bound to origins may be used by this request; programs without an origin may.</summary>
    public static bool Trusts(ConversationToken claims, HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();
        return claims.Origins is not { } trusted || origin.Length == 0 || trusted.Contains(origin);
    }
}
