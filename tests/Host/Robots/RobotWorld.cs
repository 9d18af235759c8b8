using IntakeBot.Casework.Cases;
using IntakeBot.Casework.Store;
using IntakeBot.Host.Robots;
using IntakeBot.Host.Store;
using IntakeBot.Host.Tests.Desk;
using IntakeBot.Host.Tests.Running;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Host.Tests.Robots;

/// <summary>Work groups, and bots that may talk to them.</summary>
internal static class RobotWorld
{
    public const string DeskUrl = "https://desk.example.gov.cn";

    public static readonly string[] Settings =
    [
        "--environment=Development", "--Robots:AllowLoopback=true", $"--Desk:Url={DeskUrl}/", "--Robots:Poll=00:00:00.2", "--Robots:BackOff=00:00:00.5", "--Robots:BackOffLimit=00:00:02",
        "--Robots:EmergencyBackOff=00:00:01",
    ];

    public static Task<TestBot> StartAsync(string provider) => TestBot.StartAsync(provider, Settings);

    public static Task<TestBot> StartAsync(TestDatabase database, Action<WebApplicationBuilder>? customise = null) => TestBot.StartAsync(database, owned: false, customise, Settings);

    public static async Task<RobotRow> RobotAsync(
        this TestBot bot, RobotKind kind, string address, string station, string? secret = RobotGroups.Secret, bool area = false, string? name = null)
    {
        name ??= "robot " + Guid.CreateVersion7().ToString("N")[16..];
        (await bot.Get<RobotBook>().AddAsync(new(name, kind, station, area, address, secret))).ShouldBeNull();
        return (await bot.Get<RobotBook>().FindAsync(name)).ShouldNotBeNull();
    }

    public static async Task<StationRow> StationAsync(this TestBot bot, int index) => (await bot.StationsAsync()).Where(s => s.Level == CaseLevel.Station).ElementAt(index);

    /// <summary>A case that has just come to a station, with its timeline.</summary>
    public static async Task<CaseRow> ArrivedAsync(this TestBot bot, StationRow station, string urgency = "normal", string? excluded = null)
    {
        var found = await bot.CaseAsync(station, row => row.Urgency = urgency, excluded);
        await bot.EntryAsync(found, "routed");
        return found;
    }

    public static async Task EntryAsync(this TestBot bot, CaseRow found, string kind)
    {
        await using var db = bot.Get<CaseworkStore>().Open();
        db.CaseEvents.Add(new CaseEventRow
        {
            CaseId = found.Id,
            At = TimeProvider.System.GetUtcNow(),
            Actor = Actor.SystemId,
            Kind = kind,
            FromState = found.State,
            ToState = found.State,
            Origin = "queue",
        });
        await db.SaveChangesAsync();
    }

    public static async Task<List<RobotMessageRow>> MessagesAsync(this TestBot bot, Guid robot)
    {
        await using var db = bot.Get<HostDbFactory>().CreateDbContext();
        return await db.RobotMessages.AsNoTracking().Where(m => m.RobotId == robot).OrderBy(m => m.Id).ToListAsync();
    }

    /// <summary>How often each of the cases was told in a group.</summary>
    public static IReadOnlyList<int> Times(this IReadOnlyList<RobotGroups.Shown> shown, IEnumerable<CaseRow> cases) =>
        [.. cases.Select(c => shown.Sum(m => m.Text.Split(c.Receipt).Length - 1))];
}
