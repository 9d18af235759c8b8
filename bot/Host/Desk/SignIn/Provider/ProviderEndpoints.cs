using IntakeBot.Host.Desk.Shell;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Identity;

namespace IntakeBot.Host.Desk.SignIn.Provider;

/// <summary>The way to the provider and back.</summary>
internal static class ProviderEndpoints
{
    public static string Problem(string code) => $"{StaffIdentity.LoginPath}?problem={code}";

    public static void MapProvider(this IEndpointRouteBuilder desk)
    {
        desk.MapGet("/sign-in/provider", async (HttpContext context, string? back, bool? anew) =>
        {
            // Whoever was refused is still signed in at the provider, and would be led to the same refusal without being asked who they are.
            var prompt = anew == true ? "login" : null;
            var done = $"/desk/sign-in/done?back={Uri.EscapeDataString(DeskPath.Local(back))}";
            return await ReachAsync(() => context.ChallengeAsync(ProviderFeature.Scheme, new OpenIdConnectChallengeProperties { RedirectUri = done, Prompt = prompt })) ? Results.Empty : Results.LocalRedirect(Problem("down"));
        });
        desk.MapGet("/sign-in/done", async (HttpContext context, ProviderSignIn provider, string? back) =>
        {
            var answer = await context.AuthenticateAsync(IdentityConstants.ExternalScheme);
            if (!answer.Succeeded) return Results.LocalRedirect(Problem("failed"));
            await context.SignOutAsync(IdentityConstants.ExternalScheme);
            return Results.LocalRedirect(await provider.SignInAsync(answer.Principal, answer.Properties) switch
            {
                ProviderOutcome.Welcome => DeskPath.Local(back),
                ProviderOutcome.Disabled => Problem("disabled"),
                ProviderOutcome.Mfa => Problem("mfa"),
                _ => Problem("unknown"),
            });
        });
    }

    /// <summary>Ends the session at the provider as well, when it began there and the provider can be reached.</summary>
    /// <returns>false: only here.</returns>
    public static async Task<bool> SignOutAsync(HttpContext context)
    {
        if (context.RequestServices.GetService<ProviderSettings>() is null) return false;
        var here = await context.AuthenticateAsync(IdentityConstants.ApplicationScheme);
        return here.Properties?.GetTokenValue("id_token") is not null
            && await ReachAsync(() => context.SignOutAsync(ProviderFeature.Scheme, new() { RedirectUri = $"{StaffIdentity.LoginPath}?out=true" }));
    }

    // The handler reads the provider's own description first, and throws when nobody answers.
    private static async Task<bool> ReachAsync(Func<Task> ask)
    {
        try
        {
            await ask();
            return true;
        }
        catch (Exception gone) when (gone is InvalidOperationException or HttpRequestException or IOException or Polly.ExecutionRejectedException)
        {
            return false;
        }
    }
}
