using System.Security.Claims;
using IntakeBot.Host.Desk.Access;
using IntakeBot.Host.Desk.Audit;
using IntakeBot.Host.Desk.Cases;
using IntakeBot.Host.Desk.Drafts;
using IntakeBot.Host.Desk.Shell;
using IntakeBot.Host.Desk.SignIn;
using IntakeBot.Host.Desk.SignIn.Provider;
using IntakeBot.Host.Staff;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace IntakeBot.Host.Desk;

/// <summary>The few addresses of the desk that are no pages.</summary>
internal static class DeskEndpoints
{
    public static void MapDeskEndpoints(this WebApplication app)
    {
        var desk = app.MapGroup("/desk").ExcludeFromDescription();
        desk.MapGet("/language", (HttpContext context, string? to, string? back) => DeskLanguage.Switch(context, to ?? "", back));
        desk.MapPost("/sign-out", async (HttpContext context, SignInManager<StaffAccount> signIn, [FromForm] string? everywhere) =>
        {
            // Every session of the account ends with its stamp, this one too.
            if (everywhere is not null && await signIn.UserManager.GetUserAsync(context.User) is { } account) await signIn.UserManager.UpdateSecurityStampAsync(account);
            var atProvider = await ProviderEndpoints.SignOutAsync(context);
            await signIn.SignOutAsync();
            return atProvider ? Results.Empty : Results.LocalRedirect($"{StaffIdentity.LoginPath}?out=true");
        });
        desk.MapSession();
        if (app.Services.GetService<ProviderSettings>() is not null) desk.MapProvider();
        desk.MapGet("/audit.csv", AuditCsv.ServeAsync).RequireAuthorization(StaffIdentity.LeadPolicy);
        desk.MapGet("/cases/{id:guid}/files/{fileId}", (ClaimsPrincipal user, Guid id, string fileId, bool? thumbnail, HttpContext context, CaseFiles files) =>
            files.ServeAsync(user, id, fileId, thumbnail ?? false, context)).RequireAuthorization(StaffIdentity.Policy);
        // What was typed while the connection was gone: the page brings it here before it starts anew. A script of another
        // site cannot send this content type with this method without being asked first, and is refused then.
        desk.MapPut("/drafts", async (ClaimsPrincipal user, DraftText draft, DeskAccess access, DraftBook drafts, CancellationToken cancellation) =>
        {
            if (await access.ViewerAsync(user, cancellation) is not { } viewer) return Results.Unauthorized();
            if (!DraftBook.IsPlace(draft.Place)) return Results.BadRequest();
            await drafts.KeepAsync(viewer.Member.Id, draft.Place, draft.Text, cancellation);
            return Results.NoContent();
        }).RequireAuthorization(StaffIdentity.Policy);
    }

    internal sealed record DraftText(string Place, string Text);
}
