using System.Security.Claims;
using IntakeBot.Casework.Cases;
using IntakeBot.Casework.Store;
using IntakeBot.Host.Staff;
using IntakeBot.Host.Tests.Running;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace IntakeBot.Host.Tests.Desk;

/// <summary>Staff, and cases for them, on a running bot.</summary>
internal static class Clerks
{
    public const string Password = "night-duty-2026";

    public static async Task<StaffAccount> HireAsync(this TestBot bot, StaffRole role, string? station, bool mustChange = false)
    {
        await using var scope = bot.App.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<StaffAccount>>();
        var name = "t" + Guid.CreateVersion7().ToString("N")[16..];
        var account = new StaffAccount(name) { DisplayName = "Clerk " + name[^4..], Role = role, StationId = station, MustChangePassword = mustChange };
        (await users.CreateAsync(account, Password)).Succeeded.ShouldBeTrue();
        return account;
    }

    /// <summary>Signed in, as a circuit sees it.</summary>
    public static async Task<ClaimsPrincipal> SignInAsync(this TestBot bot, StaffAccount account)
    {
        await using var scope = bot.App.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<SignInManager<StaffAccount>>().CreateUserPrincipalAsync(account);
    }

    public static async Task<ClaimsPrincipal> ClerkAsync(this TestBot bot, StaffRole role, string? station) =>
        await bot.SignInAsync(await bot.HireAsync(role, station));

    public static async Task<List<StationRow>> StationsAsync(this TestBot bot)
    {
        await using var db = bot.Get<CaseworkStore>().Open();
        return await db.Stations.OrderBy(s => s.Id).ToListAsync();
    }

    /// <summary>A case without a conversation, for what only reads cases.</summary>
    public static async Task<CaseRow> CaseAsync(this TestBot bot, StationRow station, Action<CaseRow>? change = null, string? excluded = null, string? conversation = null, Casework.Places.GeoPoint? at = null)
    {
        var now = TimeProvider.System.GetUtcNow();
        var id = Guid.CreateVersion7();
        var row = new CaseRow
        {
            Id = id,
            PetitionId = id,
            ConversationId = conversation ?? "none-" + id.ToString("N"),
            Receipt = "T-" + id.ToString("N")[12..],
            State = CaseState.Routed,
            StationId = station.Id,
            Level = station.Level,
            Reason = "a reason",
            DistanceM = 312,
            PlaceKnown = true,
            Urgency = "normal",
            Leaf = "rental.deposit",
            Kind = "complaint",
            Building = "TW-000123",
            Address = "an address",
            Latitude = at?.Lat,
            Longitude = at?.Lon,
            ExcludedStations = excluded,
            SubmittedAt = now,
            RoutedAt = now,
            DueAt = now.AddMinutes(5),
            UpdatedAt = now,
        };
        change?.Invoke(row);
        await using var db = bot.Get<CaseworkStore>().Open();
        db.Cases.Add(row);
        await db.SaveChangesAsync();
        return row;
    }

    /// <summary>A case that came the whole way from a resident, and the one who waits for an answer.</summary>
    public static async Task<(Talk Resident, CaseRow Case)> RealCaseAsync(this TestBot bot, string matter = "房东不退我3000块押金,上周三退的房")
    {
        var resident = await Talk.BeginAsync(bot);
        var receipt = await resident.FinishAsync(matter);
        var found = await Until.TrueAsync(async () =>
        {
            await using var db = bot.Get<CaseworkStore>().Open();
            return await db.Cases.AsNoTracking().SingleOrDefaultAsync(c => c.Receipt == receipt);
        }, row => row is not null);
        return (resident, found!);
    }
}
