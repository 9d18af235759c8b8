using System.Security.Claims;
using IntakeBot.Casework.Store;
using IntakeBot.Host.Staff;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Host.Desk.SignIn.Provider;

internal enum ProviderOutcome { Welcome, Unknown, Disabled, Mfa }

/// <summary>
/// Finds the account of somebody whom the provider vouches for: by its link, or at the first time by the claim that equals a
/// user name. Nobody gets an account silently unless the settings say which role which claim means.
/// </summary>
internal sealed partial class ProviderSignIn(
    ProviderSettings settings, UserManager<StaffAccount> users, SignInManager<StaffAccount> signIn, CaseworkStore casework, ILogger<ProviderSignIn> log)
{
    // How providers say that more than a password was used (RFC 8176).
    private static readonly HashSet<string> s_strong = new(StringComparer.Ordinal) { "mfa", "otp", "hwk", "swk", "sms", "fpt", "face", "sc" };

    public async Task<ProviderOutcome> SignInAsync(ClaimsPrincipal person, AuthenticationProperties properties)
    {
        if (person.FindFirstValue("sub") is not { Length: > 0 } subject) return ProviderOutcome.Unknown;
        if (settings.RequireMfa && !person.FindAll("amr").Any(method => s_strong.Contains(method.Value))) return ProviderOutcome.Mfa;
        var account = await users.FindByLoginAsync(Issuer, subject) ?? await LinkAsync(person, subject) ?? await MakeAsync(person, subject);
        if (account is null) return ProviderOutcome.Unknown;
        if (account.Disabled) return ProviderOutcome.Disabled;

        // The provider's token goes along, so that signing out here ends there too.
        var kept = new AuthenticationProperties();
        if (properties.GetTokenValue("id_token") is { } token) kept.StoreTokens([new() { Name = "id_token", Value = token }]);
        await signIn.SignInAsync(account, kept, ProviderFeature.Scheme);
        return ProviderOutcome.Welcome;
    }

    private string Issuer => settings.Authority.ToString().TrimEnd('/');

    private async Task<StaffAccount?> LinkAsync(ClaimsPrincipal person, string subject)
    {
        if (person.FindFirstValue(settings.AccountClaim) is not { Length: > 0 } name || await users.FindByNameAsync(name) is not { } account) return null;
        // Once linked, an account belongs to one person there: another one with the same name is not let in.
        if ((await users.GetLoginsAsync(account)).Any(login => login.LoginProvider == Issuer) || account.Disabled) return account.Disabled ? account : null;
        if (account.MustChangePassword)
        {
            // A one-time password that was never used must not stay a second way in.
            (account.MustChangePassword, account.PasswordHash) = (false, null);
            Must(await users.UpdateSecurityStampAsync(account));
        }
        Must(await users.AddLoginAsync(account, new(Issuer, subject, settings.Authority.Host)));
        Linked(log, account.Id);
        return account;
    }

    private async Task<StaffAccount?> MakeAsync(ClaimsPrincipal person, string subject)
    {
        if (settings.RoleClaim is not { } claim || person.FindFirstValue(settings.AccountClaim) is not { Length: > 0 } name || await users.FindByNameAsync(name) is not null) return null;
        var roles = person.FindAll(claim).Where(c => settings.Roles.ContainsKey(c.Value)).Select(c => settings.Roles[c.Value]).ToList();
        if (roles.Count == 0) return null;
        var role = roles.Max();
        var station = role == StaffRole.Administrator || settings.StationClaim is null ? null : person.FindFirstValue(settings.StationClaim);
        if (role != StaffRole.Administrator && !await IsStationAsync(station)) return null;
        var account = new StaffAccount(name) { DisplayName = person.FindFirstValue(settings.NameClaim) ?? name, Role = role, StationId = station };
        if (!(await users.CreateAsync(account)).Succeeded) return null;
        Must(await users.AddLoginAsync(account, new(Issuer, subject, settings.Authority.Host)));
        Made(log, account.Id, role);
        return account;
    }

    private async Task<bool> IsStationAsync(string? station)
    {
        if (station is null) return false;
        await using var db = casework.Open();
        return await db.Stations.AnyAsync(s => s.Id == station && s.Active);
    }

    private static void Must(IdentityResult result)
    {
        if (!result.Succeeded) throw new InvalidOperationException("the account changed while it was being linked");
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Account {Account} was linked to the identity provider")]
    private static partial void Linked(ILogger log, string account);

    [LoggerMessage(Level = LogLevel.Information, Message = "Account {Account} was made for somebody of the identity provider, role {Role}")]
    private static partial void Made(ILogger log, string account, StaffRole role);
}
