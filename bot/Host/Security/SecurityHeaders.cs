namespace IntakeBot.Host.Security;

/// <summary>Headers of every answer. No page runs an inline script; only the desk's component library needs inline styles.</summary>
internal static class SecurityHeaders
{
    public static WebApplication UseSecurityHeaders(this WebApplication app)
    {
        // Signing out is a form whose answer leads on to the identity provider.
        var provider = Desk.SignIn.Provider.ProviderSettings.Of(app.Configuration)?.Origin;
        app.Use((context, next) =>
        {
            var headers = context.Response.Headers;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "same-origin";
            headers["Permissions-Policy"] = "geolocation=(self), camera=(self), microphone=(self)";
            headers.ContentSecurityPolicy = Policy(context.Request, provider);
            return next(context);
        });
        return app;
    }

    private static string Policy(HttpRequest request, string? provider)
    {
        var inlineStyles = request.Path.StartsWithSegments("/desk") || request.Path.StartsWithSegments("/api/reference") ? " 'unsafe-inline'" : "";
        // 'self' covers web sockets only in newer browsers.
        var socket = $"{(request.IsHttps ? "wss" : "ws")}://{request.Host}";
        return $"default-src 'self'; script-src 'self'; style-src 'self'{inlineStyles}; img-src 'self' blob: data:; media-src 'self' blob:; "
            + $"font-src 'self' data:; connect-src 'self' {socket}; object-src 'none'; base-uri 'self'; form-action 'self'{(provider is null ? "" : " " + provider)}; frame-ancestors 'none'";
    }
}
