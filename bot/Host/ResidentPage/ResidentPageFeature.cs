using IntakeBot.Dialogue.Content;
using IntakeBot.Host.Chat;

namespace IntakeBot.Host.ResidentPage;

/// <summary>The page behind the QR code at the door: <c>/q/{signed code}</c>, or <c>/q/</c> without a building.</summary>
internal static class ResidentPageFeature
{
    private static readonly string[] s_methods = [HttpMethods.Get, HttpMethods.Head];

    // No inline script or style anywhere; 'self' covers the web socket of the same host. Photos are shown from memory (blob:).
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; media-src 'self' blob:; connect-src 'self'; " +
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static IHostApplicationBuilder AddResidentPage(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<PageAssets>();
        builder.Services.AddSingleton(services => new PageLibrary(
            () => services.GetRequiredService<ContentLibrary>().Current.Catalog.Files,
            services.GetRequiredService<PageAssets>(),
            services.GetRequiredService<ILogger<PageLibrary>>()));
        return builder;
    }

    public static WebApplication MapResidentPage(this WebApplication app)
    {
        // The code is read by the page's own script, which asks for a conversation with it: a wrong one still gets the page.
        app.MapMethods("/q/{code?}", s_methods, ShowAsync).ExcludeFromDescription();
        app.MapMethods("/resident/{version}/{name}", s_methods, SendAsync).ExcludeFromDescription();
        return app;
    }

    private static Task ShowAsync(HttpContext context, PageLibrary library)
    {
        var headers = context.Response.Headers;
        headers.CacheControl = "no-store";
        headers.ContentSecurityPolicy = Policy;
        headers["Referrer-Policy"] = "no-referrer";
        headers["Permissions-Policy"] = "geolocation=(self), camera=(self), microphone=(self)";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        return library.Current.Shell(again: context.Request.Cookies.ContainsKey(Devices.Cookie)).SendAsync(context);
    }

    private static Task SendAsync(HttpContext context, string version, string name, PageAssets assets, PageLibrary library)
    {
        var page = library.Current;
        var file = name.StartsWith("texts.", StringComparison.Ordinal) && name.EndsWith(".json", StringComparison.Ordinal)
            ? page.Texts(name["texts.".Length..^".json".Length])
            : assets.Find(name);
        if (file is null)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }
        // A page opened before an update asks for its old version: it gets what there is, but nobody may keep that under the old name.
        context.Response.Headers.CacheControl = version == page.Version ? "public, max-age=31536000, immutable" : "no-store";
        return file.SendAsync(context);
    }
}
