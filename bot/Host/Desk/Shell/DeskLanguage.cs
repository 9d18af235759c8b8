using IntakeBot.Dialogue.Wording;

namespace IntakeBot.Host.Desk.Shell;

/// <summary>The language of the desk: Chinese, unless somebody switched.</summary>
internal static class DeskLanguage
{
    public const string CookieName = "intake.desk.language";

    public static string Of(HttpContext? context) =>
        context?.Request.Cookies[CookieName] == Languages.English ? Languages.English : Languages.Chinese;

    public static string Other(string language) => language == Languages.English ? Languages.Chinese : Languages.English;

    /// <summary>Sets the language and goes back to where it was switched; only to pages of the desk.</summary>
    public static IResult Switch(HttpContext context, string to, string? back)
    {
        context.Response.Cookies.Append(CookieName, to == Languages.English ? Languages.English : Languages.Chinese, new CookieOptions
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Lax,
            Secure = context.Request.IsHttps,
            MaxAge = TimeSpan.FromDays(365),
            IsEssential = true,
            Path = "/desk",
        });
        return Results.LocalRedirect(DeskPath.Local(back));
    }
}

internal static class DeskPath
{
    /// <summary>A path of the desk, or its front page for anything else.</summary>
    public static string Local(string? path) =>
        path is not null && (path == "/desk" || path.StartsWith("/desk/", StringComparison.Ordinal) || path.StartsWith("/desk?", StringComparison.Ordinal))
        && !path.Contains('\\', StringComparison.Ordinal) && !path.StartsWith("/desk/login", StringComparison.Ordinal) ? path : "/desk";
}
