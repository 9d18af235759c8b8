using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace IntakeBot.Host.Api;

/// <summary>
/// The page of the interface's description starts itself by an inline script. The policy allows that one script by its
/// hash, and nothing inline besides.
/// </summary>
internal static partial class ReferencePolicy
{
    public const string Path = "/api/reference";

    public static WebApplication UseReferencePolicy(this WebApplication app)
    {
        app.UseWhen(context => context.Request.Path.StartsWithSegments(Path), branch => branch.Use(AllowAsync));
        return app;
    }

    private static async Task AllowAsync(HttpContext context, RequestDelegate next)
    {
        var wire = context.Response.Body;
        using var page = new MemoryStream();
        context.Response.Body = page;
        try
        {
            await next(context);
        }
        finally
        {
            context.Response.Body = wire;
        }

        if (context.Response.ContentType?.StartsWith("text/html", StringComparison.Ordinal) == true)
        {
            var html = Encoding.UTF8.GetString(page.ToArray());
            var hashes = Inline().Matches(html).Select(m => $" 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(m.Groups[1].Value)))}'");
            context.Response.Headers.ContentSecurityPolicy =
                context.Response.Headers.ContentSecurityPolicy.ToString().Replace("script-src 'self'", "script-src 'self'" + string.Concat(hashes), StringComparison.Ordinal);
        }

        await wire.WriteAsync(page.GetBuffer().AsMemory(0, (int)page.Length), context.RequestAborted);
    }

    [GeneratedRegex("<script type=\"module\">(.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex Inline();
}
