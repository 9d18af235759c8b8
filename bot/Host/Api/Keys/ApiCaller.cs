using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.Features;

namespace IntakeBot.Host.Api.Keys;

/// <summary>Who calls, and what the headers say: bound by each endpoint behind <see cref="KeyDoor"/>.</summary>
internal sealed class ApiCaller
{
    public const string ReasonHeader = "Intake-Reason";
    private readonly HttpContext _context;

    private ApiCaller(HttpContext context) => (_context, Key) = (context, context.Features.GetRequiredFeature<ApiKey>());

    public ApiKey Key { get; }

    /// <summary>Why personal data are looked at; percent-encoded UTF-8, since headers carry no Chinese. null: they are not.</summary>
    public string? Reason => _context.Request.Headers[ReasonHeader].ToString().Trim() is { Length: > 0 } sent && Uri.UnescapeDataString(sent).Trim() is { Length: > 0 } reason ? reason : null;

    /// <summary>The version in If-Match; null: none was sent.</summary>
    public long? Seen => ParseTag(_context.Request.Headers.IfMatch.ToString());

    public bool SeenIsBad => _context.Request.Headers.IfMatch.ToString() is { Length: > 0 } tag && tag != "*" && Seen is null;

    /// <summary>The key itself looks; nobody in particular.</summary>
    public ClaimsPrincipal Itself => KeyUser.Of(Key, null, Seen);

    public ClaimsPrincipal As(Agent agent) => KeyUser.Of(Key, agent, Seen);

    public static string Tag(long version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");

    public static ValueTask<ApiCaller?> BindAsync(HttpContext context) => ValueTask.FromResult<ApiCaller?>(new(context));

    private static long? ParseTag(string tag) =>
        tag.Length > 2 && tag[0] == '"' && tag[^1] == '"' && long.TryParse(tag.AsSpan(1, tag.Length - 2), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : null;
}
