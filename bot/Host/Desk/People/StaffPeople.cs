using System.Security.Claims;
using IntakeBot.Casework.Store;
using IntakeBot.Host.Desk.Access;
using IntakeBot.Host.Staff;
using IntakeBot.Host.Store;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Host.Desk.People;

/// <summary>One line of the staff list.</summary>
internal sealed record PersonRow(
    string Id, string UserName, string Name, StaffRole Role, string? StationId, string StationName, bool MustChangePassword, bool Disabled, bool Locked, bool MayChange);

internal sealed record NewPerson(string Name, string UserName, StaffRole Role, string? StationId);

/// <summary>What became of a change to the staff. A one-time password is shown once and kept nowhere.</summary>
internal abstract record PersonResult
{
    public sealed record Done(string UserName, string? OneTimePassword = null) : PersonResult;
    public sealed record NotAllowed : PersonResult;
    public sealed record NameMissing : PersonResult;
    public sealed record UserNameBad : PersonResult;
    public sealed record UserNameTaken : PersonResult;
    public sealed record StationMissing : PersonResult;
    public sealed record NotYourself : PersonResult;
    public sealed record LastAdministrator : PersonResult;
}

/// <summary>
/// Administrators keep the list of staff; a station's lead keeps the clerks of that station. Each call checks who asks.
/// </summary>
internal sealed class StaffPeople(IServiceScopeFactory scopes, DeskAccess access, CaseworkStore casework, TimeProvider time)
{
    public async Task<IReadOnlyList<PersonRow>?> ListAsync(ClaimsPrincipal user, CancellationToken cancellation = default)
    {
        if (await access.ViewerAsync(user, cancellation) is not { } viewer || !MayKeep(viewer)) return null;
        await using var scope = scopes.CreateAsyncScope();
        var accounts = await scope.ServiceProvider.GetRequiredService<HostDb>().Users.AsNoTracking()
            .Where(a => viewer.IsAdministrator || a.StationId == viewer.Member.StationId).ToListAsync(cancellation);
        var names = (await StationsAsync(cancellation)).ToDictionary(s => s.Id, s => s.Name, StringComparer.Ordinal);
        var now = time.GetUtcNow();
        return [.. accounts.OrderBy(a => a.Disabled).ThenByDescending(a => a.Role).ThenBy(a => a.UserName, StringComparer.Ordinal)
            .Select(a => new PersonRow(a.Id, a.UserName ?? "", a.DisplayName, a.Role, a.StationId,
                a.StationId is null ? "" : names.GetValueOrDefault(a.StationId) ?? a.StationId, a.MustChangePassword, a.Disabled, a.LockoutEnd > now, MayChange(viewer, a)))];
    }

    /// <summary>All desks somebody can work at, highest level first.</summary>
    public async Task<IReadOnlyList<StationRow>> StationsAsync(CancellationToken cancellation = default)
    {
        await using var db = casework.Open();
        var stations = await db.Stations.AsNoTracking().Where(s => s.Active).ToListAsync(cancellation);
        return [.. stations.OrderByDescending(s => s.Level).ThenBy(s => s.Id, StringComparer.Ordinal)];
    }

    public Task<PersonResult> AddAsync(ClaimsPrincipal user, NewPerson person, CancellationToken cancellation = default) =>
        AsKeeperAsync(user, async (users, viewer) =>
        {
            if (!viewer.IsAdministrator && (person.Role != StaffRole.Clerk || person.StationId != viewer.Member.StationId)) return new PersonResult.NotAllowed();
            var name = person.Name.Trim();
            if (name.Length is 0 or > 40) return new PersonResult.NameMissing();
            if (person.Role != StaffRole.Administrator
                && (person.StationId is null || (await StationsAsync(cancellation)).All(s => s.Id != person.StationId)))
                return new PersonResult.StationMissing();
            var account = new StaffAccount(person.UserName.Trim())
            {
                DisplayName = name,
                Role = person.Role,
                StationId = person.Role == StaffRole.Administrator ? null : person.StationId,
                MustChangePassword = true,
            };
            var password = NewStaff.Password();
            var made = await users.CreateAsync(account, password);
            if (made.Succeeded) return new PersonResult.Done(account.UserName!, password);
            return made.Errors.Any(e => e.Code == nameof(IdentityErrorDescriber.DuplicateUserName)) ? new PersonResult.UserNameTaken() : new PersonResult.UserNameBad();
        }, cancellation);

    /// <summary>A new one-time password; whoever is signed in with the old one is out.</summary>
    public Task<PersonResult> ResetPasswordAsync(ClaimsPrincipal user, string id, CancellationToken cancellation = default) =>
        AsKeeperAsync(user, async (users, viewer) =>
        {
            if (await users.FindByIdAsync(id) is not { } account || !MayChange(viewer, account)) return new PersonResult.NotAllowed();
            var password = NewStaff.Password();
            account.MustChangePassword = true;
            account.PasswordHash = users.PasswordHasher.HashPassword(account, password);
            account.AccessFailedCount = 0;
            account.LockoutEnd = null;
            Must(await users.UpdateSecurityStampAsync(account));
            return new PersonResult.Done(account.UserName!, password);
        }, cancellation);

    /// <summary>Switches an account off or on again. Nobody locks themselves out, and one administrator always stays.</summary>
    public Task<PersonResult> DisableAsync(ClaimsPrincipal user, string id, bool disabled, CancellationToken cancellation = default) =>
        AsKeeperAsync(user, async (users, viewer) =>
        {
            if (disabled && id == viewer.Member.Id) return new PersonResult.NotYourself();
            if (await users.FindByIdAsync(id) is not { } account || !MayChange(viewer, account)) return new PersonResult.NotAllowed();
            if (disabled && account.Role == StaffRole.Administrator
                && !await users.Users.AnyAsync(a => a.Role == StaffRole.Administrator && !a.Disabled && a.Id != id, cancellation))
                return new PersonResult.LastAdministrator();
            account.Disabled = disabled;
            Must(await users.UpdateSecurityStampAsync(account));
            return new PersonResult.Done(account.UserName!);
        }, cancellation);

    private async Task<PersonResult> AsKeeperAsync(
        ClaimsPrincipal user, Func<UserManager<StaffAccount>, DeskViewer, Task<PersonResult>> change, CancellationToken cancellation)
    {
        if (await access.ViewerAsync(user, cancellation) is not { } viewer || !MayKeep(viewer)) return new PersonResult.NotAllowed();
        await using var scope = scopes.CreateAsyncScope();
        return await change(scope.ServiceProvider.GetRequiredService<UserManager<StaffAccount>>(), viewer);
    }

    private static bool MayKeep(DeskViewer viewer) => viewer.IsAdministrator || viewer.Member is { Role: StaffRole.Lead, StationId: not null };

    private static bool MayChange(DeskViewer viewer, StaffAccount account) =>
        viewer.IsAdministrator || (account.Role == StaffRole.Clerk && account.StationId == viewer.Member.StationId);

    private static void Must(IdentityResult result)
    {
        if (!result.Succeeded) throw new InvalidOperationException("the account changed while it was being changed");
    }
}
