using System.Globalization;
using System.Security.Claims;
using IntakeBot.Casework.Duty;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;

namespace IntakeBot.Host.Desk.SignIn;

/// <summary>
/// The end of a session: the cookie lives as long as somebody is active or on duty, and never longer than the longest. The
/// page itself counts, warns and brings its drafts home before it ends.
/// </summary>
internal static class DeskSession
{
    private const string Began = "began";

    /// <param name="Ends">Milliseconds until the longest time is over.</param>
    internal sealed record Answer(bool OnDuty, double Ends);

    internal sealed record Question(bool Active);

    public static void Configure(CookieAuthenticationOptions options, SessionSettings settings)
    {
        options.ExpireTimeSpan = settings.Idle + SessionSettings.Grace;
        options.SlidingExpiration = true;
        // Kept through every renewal.
        options.Events.OnSigningIn = context =>
        {
            context.Properties.Items.TryAdd(Began, Now(context.HttpContext).ToString("O", CultureInfo.InvariantCulture));
            return Task.CompletedTask;
        };
        var stamp = options.Events.OnValidatePrincipal;
        options.Events.OnValidatePrincipal = async context =>
        {
            if (Left(context.HttpContext, context.Properties, settings) > TimeSpan.Zero)
            {
                await stamp(context);
                return;
            }
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(IdentityConstants.ApplicationScheme);
        };
    }

    public static void MapSession(this IEndpointRouteBuilder desk)
    {
        // Scripts of other sites cannot send these methods without being asked first, and are refused then.
        desk.MapPut("/session", async (HttpContext context, Question question, SessionSettings settings, DutyBook duty) =>
        {
            var session = await context.AuthenticateAsync(IdentityConstants.ApplicationScheme);
            if (session is not { Succeeded: true, Principal: { } user, Properties: { } properties }) return Results.Unauthorized();
            var onDuty = user.FindFirstValue(ClaimTypes.NameIdentifier) is { } id && await duty.IsOnDutyAsync(id, context.RequestAborted);
            if (question.Active || onDuty)
            {
                (properties.IssuedUtc, properties.ExpiresUtc) = (null, null);
                await context.SignInAsync(IdentityConstants.ApplicationScheme, user, properties);
            }
            return Results.Json(new Answer(onDuty, Math.Max(0, Left(context, properties, settings).TotalMilliseconds)));
        }).RequireAuthorization(StaffIdentity.Policy);
        desk.MapDelete("/session", async (HttpContext context) =>
        {
            await context.SignOutAsync(IdentityConstants.ApplicationScheme);
            return Results.NoContent();
        }).RequireAuthorization(StaffIdentity.Policy);
    }

    private static TimeSpan Left(HttpContext context, AuthenticationProperties properties, SessionSettings settings) =>
        properties.Items.TryGetValue(Began, out var text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out var began)
            ? began + settings.Longest - Now(context) : TimeSpan.Zero;

    private static DateTimeOffset Now(HttpContext context) => context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
}
