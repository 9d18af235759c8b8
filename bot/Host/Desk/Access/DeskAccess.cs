using System.Security.Claims;
using IntakeBot.Casework.Cases;
using IntakeBot.Casework.Store;
using IntakeBot.Host.Api.Keys;
using IntakeBot.Host.Staff;
using IntakeBot.Host.Store;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace IntakeBot.Host.Desk.Access;

/// <summary>
/// Says what somebody may see, asked anew at every read and write: an account that was switched off, moved or given a new
/// password loses its open pages with the next click.
/// </summary>
internal sealed class DeskAccess(IDbContextFactory<HostDb> accounts, CaseworkStore casework, ApiKeys keys, IOptions<IdentityOptions> identity)
{
    /// <summary>Somebody who signed in, or another program with its key.</summary>
    /// <returns>null: nobody who may use the desk now.</returns>
    public async Task<DeskViewer?> ViewerAsync(ClaimsPrincipal user, CancellationToken cancellation = default)
    {
        if (KeyUser.KeyOf(user) is { } name) return await keys.FindAsync(name, cancellation) is { } key ? await ViewerAsync(user, key, cancellation) : null;
        var claims = identity.Value.ClaimsIdentity;
        if (user.FindFirstValue(claims.UserIdClaimType) is not { } id) return null;
        await using var db = await accounts.CreateDbContextAsync(cancellation);
        var account = await db.Users.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, cancellation);
        if (account is null || account.Disabled || account.MustChangePassword) return null;
        return account.SecurityStamp == user.FindFirstValue(claims.SecurityStampClaimType) ? await ViewerAsync(account, cancellation) : null;
    }

    public async Task<DeskViewer> ViewerAsync(StaffAccount account, CancellationToken cancellation = default)
    {
        await using var db = casework.Open();
        var station = await StationAsync(db, account.StationId, cancellation);
        var member = new StaffMember(account.Id, account.DisplayName, account.Role, account.StationId, station?.Name ?? "");
        return new DeskViewer(member, await AreaAsync(db, account.Role, station, cancellation));
    }

    // A key of a desk sees what the people of that desk see; one without sees the district. It never administers anything.
    private async Task<DeskViewer> ViewerAsync(ClaimsPrincipal user, ApiKey key, CancellationToken cancellation)
    {
        await using var db = casework.Open();
        var station = await StationAsync(db, key.StationId, cancellation);
        var role = station?.Level switch
        {
            CaseLevel.Station or CaseLevel.Hall => StaffRole.Clerk,
            CaseLevel.Subdistrict => StaffRole.Subdistrict,
            _ => StaffRole.District,
        };
        return new DeskViewer(KeyUser.Member(user, key, role), key.StationId is null ? null : await AreaAsync(db, role, station, cancellation));
    }

    private static async Task<StationRow?> StationAsync(CaseworkDb db, string? id, CancellationToken cancellation) =>
        id is null ? null : await db.Stations.AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, cancellation);

    private static async Task<IReadOnlyList<string>?> AreaAsync(CaseworkDb db, StaffRole role, StationRow? station, CancellationToken cancellation) => role switch
    {
        StaffRole.Administrator => null,
        // The district's desk lies above all stations; without a desk of its own the role sees nothing.
        StaffRole.District => station?.Level == CaseLevel.District ? null : Own(station),
        StaffRole.Subdistrict when station?.Subdistrict is { } subdistrict =>
            await db.Stations.Where(s => s.Subdistrict == subdistrict).Select(s => s.Id).ToListAsync(cancellation),
        _ => Own(station),
    };

    /// <summary>Whether a case is the viewer's to see: it lies in the area, or a desk of the area was called to it.</summary>
    public async Task<bool> MaySeeAsync(DeskViewer viewer, CaseRow found, CancellationToken cancellation = default)
    {
        if (viewer.MaySee(found)) return true;
        if (found is not { ClaimedAt: null, ClosedAt: null }) return false;
        await using var db = casework.Open();
        return viewer.MaySee(found, await db.CaseDesks.Where(d => d.CaseId == found.Id).Select(d => d.StationId).ToListAsync(cancellation));
    }

    private static IReadOnlyList<string> Own(StationRow? station) => station is null ? [] : [station.Id];
}
