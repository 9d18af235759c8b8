using System.Diagnostics;
using System.Text;
using IntakeBot.Casework.Cases;
using IntakeBot.Host.Desk.Cases;
using IntakeBot.Host.Desk.Robots;
using IntakeBot.Host.Robots;
using IntakeBot.Host.Staff;
using IntakeBot.Host.StartUp;
using IntakeBot.Host.Store;
using IntakeBot.Host.Tests.Desk;
using IntakeBot.Host.Tests.Running;
using Microsoft.EntityFrameworkCore;
using CasePage = IntakeBot.Host.Desk.Cases.CasePage;

namespace IntakeBot.Host.Tests.Robots;

public sealed class RobotDeskTests
{
    [Fact]
    public async Task Administrators_add_try_switch_and_remove_robots_and_nobody_else()
    {
        await using var groups = await RobotGroups.StartAsync();
        await using var bot = await RobotWorld.StartAsync(Bots.Sqlite);
        var station = await bot.StationAsync(2);
        var (admin, lead) = (await bot.ClerkAsync(StaffRole.Administrator, null), await bot.ClerkAsync(StaffRole.Lead, station.Id));
        var desk = bot.Get<StaffRobots>();
        var robot = new NewRobot(" 塘尾站工作群 ", RobotKind.DingTalk, station.Id, false, groups.DingTalk(), RobotGroups.Secret);

        (await desk.AddAsync(lead, robot)).ShouldBeOfType<RobotResult.NotAllowed>();
        (await desk.ListAsync(lead)).ShouldBeNull();
        (await desk.AddAsync(admin, robot)).ShouldBeOfType<RobotResult.Done>();
        foreach (var (wrong, problem) in ((NewRobot, RobotProblem)[])
            [
                (robot, RobotProblem.NameTaken), (robot with { Name = " " }, RobotProblem.NameMissing), (robot with { Name = "b", StationId = "ST-none" }, RobotProblem.StationMissing),
                (robot with { Name = "b", Address = "https://example.org/robot/send" }, RobotProblem.AddressBad), (robot with { Name = "b", Secret = " " }, RobotProblem.SecretMissing),
                (robot with { Name = "b", PerMinute = 0 }, RobotProblem.PaceBad), (robot with { Name = "b", Kind = null, Address = "https://oapi.dingtalk.com.evil.cn/robot/send" }, RobotProblem.AddressBad),
            ])
            (await desk.AddAsync(admin, wrong)).ShouldBe(new RobotResult.Refused(problem));

        var added = (await desk.ListAsync(admin)).ShouldHaveSingleItem().Robot;
        added.Name.ShouldBe("塘尾站工作群");
        await using (var db = bot.Get<HostDbFactory>().CreateDbContext())
        {
            var row = await db.Robots.SingleAsync();
            Encoding.Latin1.GetString(row.Address).ShouldNotContain(RobotGroups.Key);
            Encoding.Latin1.GetString(row.Secret!).ShouldNotContain(RobotGroups.Secret);
        }
        (await desk.TestAsync(lead, added.Id)).ShouldBeOfType<RobotResult.NotAllowed>();
        (await desk.TestAsync(admin, added.Id)).ShouldBeOfType<RobotResult.Tried>().Answer.Delivered.ShouldBeTrue();
        groups.In("dingtalk").Single().Text.ShouldContain("塘尾站工作群");

        (await desk.EnableAsync(admin, added.Id, false)).ShouldBeOfType<RobotResult.Done>();
        await bot.ArrivedAsync(station);
        await Task.Delay(1000);
        groups.Messages.Count.ShouldBe(1);
        foreach (var refused in (RobotResult[])[await desk.EnableAsync(lead, added.Id, true), await desk.RemoveAsync(lead, added.Id), await desk.RemoveAsync(admin, Guid.Empty)])
            refused.ShouldBeOfType<RobotResult.NotAllowed>();
        (await desk.RemoveAsync(admin, added.Id)).ShouldBeOfType<RobotResult.Done>();
        (await desk.ListAsync(admin))!.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_test_while_a_replica_is_sending_does_not_take_its_lease_away()
    {
        await using var groups = await RobotGroups.StartAsync();
        // On SQLite there are no other replicas, and a start frees every lease.
        await using var bot = await RobotWorld.StartAsync(Bots.Postgres);
        var station = await bot.StationAsync(4);
        var robot = await bot.RobotAsync(RobotKind.WeCom, groups.WeCom(), station.Id);
        var lease = (await bot.Get<RobotQueue>().ClaimAsync(new(robot, false), default)).ShouldNotBeNull();
        (await bot.Get<RobotTrial>().RunAsync((await bot.Get<RobotBook>().FindAsync(robot.Id))!)).Delivered.ShouldBeTrue();
        (await bot.Get<RobotBook>().FindAsync(robot.Id))!.Lease.ShouldBe(lease);
        await bot.ArrivedAsync(station);
        await Task.Delay(1500);
        groups.Messages.Count.ShouldBe(1);
        await bot.Get<RobotQueue>().DoneAsync(robot, lease, null, [], []);
        await Until.TrueAsync(() => Task.FromResult(groups.Messages.Count), count => count == 2);
    }

    [Theory]
    [InlineData("zh-CN", "密钥不对", "已通知", "还没通知到")]
    [InlineData("en", "wrong secret", "was told", "could not be told yet")]
    public async Task The_page_says_which_robot_fails_and_why_and_the_case_who_was_told(string language, string wrong, string told, string notTold)
    {
        await using var groups = await RobotGroups.StartAsync();
        await using var bot = await RobotWorld.StartAsync(Bots.Sqlite);
        var station = await bot.StationAsync(2);
        var good = await bot.RobotAsync(RobotKind.Feishu, groups.Feishu(), station.Id, name: "good group");
        var bad = await bot.RobotAsync(RobotKind.DingTalk, groups.DingTalk(), station.Id, "SECanother", name: "bad group");
        var admin = await bot.ClerkAsync(StaffRole.Administrator, null);
        var found = await bot.ArrivedAsync(station);
        await Until.TrueAsync(() => bot.MessagesAsync(good.Id), rows => rows.Count == 1 && rows[0].State == RobotMessageState.Sent);
        await Until.TrueAsync(() => bot.MessagesAsync(bad.Id), rows => rows.Count == 1 && rows[0].Attempts > 0);

        var page = await PageTests.ShowAsync<RobotsPage>(bot, admin, language);
        page.ShouldContain("data-robot=\"good group\"");
        page.ShouldContain(wrong);
        page.ShouldContain("310000");
        foreach (var secret in (string[])[RobotGroups.Key, RobotGroups.Secret, "SECanother", "127.0.0.1"]) page.ShouldNotContain(secret);
        (page.Split("<h1").Length - 1).ShouldBe(1);
        (await PageTests.ShowAsync<RobotsPage>(bot, await bot.ClerkAsync(StaffRole.Clerk, station.Id), language)).ShouldNotContain("data-robot");

        var clerk = await bot.ClerkAsync(StaffRole.Clerk, station.Id);
        var sheet = await PageTests.ShowAsync<CasePage>(bot, clerk, language, new Dictionary<string, object?> { [nameof(CasePage.Id)] = found.Id });
        sheet.ShouldContain("timeline-robot quiet\" data-robot=\"good group\"");
        sheet.ShouldContain(told);
        sheet.ShouldContain(notTold);
        sheet.ShouldContain(wrong);
    }

    [Fact]
    public async Task The_verb_adds_lists_tries_and_removes_a_robot_and_takes_its_secrets_from_the_standard_input()
    {
        await using var groups = await RobotGroups.StartAsync();
        var data = Directory.CreateTempSubdirectory("intakebot-robots-").FullName;
        try
        {
            var (station, settings) = ("", (string[])["--Data:Directory", data, "--environment", "Development", "--Robots:AllowLoopback", "true"]);
            await using (var database = await TestDatabase.CreateAsync(Bots.Sqlite))
            await using (var bot = await RobotWorld.StartAsync(database)) station = (await bot.StationAsync(0)).Id;

            var added = await RunAsync($"{groups.Feishu()}\n{RobotGroups.Secret}\n", ["robots", "add", "night", "--station", station, "--kind", "feishu", .. settings]);
            added.ShouldSatisfyAllConditions(r => r.Code.ShouldBe(0, r.Error), r => r.Output.ShouldContain("night was added"), r => r.Output.ShouldNotContain(RobotGroups.Secret));
            (await RunAsync("https://example.org/\n", ["robots", "add", "other", "--station", station, .. settings])).ShouldSatisfyAllConditions(r => r.Code.ShouldBe(1), r => r.Error.ShouldContain("https://open.feishu.cn/"));
            (await RunAsync("", ["robots", "test", "night", .. settings])).Code.ShouldBe(0);
            groups.In("feishu").ShouldHaveSingleItem().Text.ShouldContain("night");
            (await RunAsync("", ["robots", "list", .. settings])).ShouldSatisfyAllConditions(r => r.Output.ShouldContain("night"), r => r.Output.ShouldContain("works"), r => r.Output.ShouldNotContain(RobotGroups.Key));
            (await RunAsync("", ["robots", "remove", "night", .. settings])).Code.ShouldBe(0);
            (await RunAsync("", ["robots", "remove", "night", .. settings])).ShouldSatisfyAllConditions(r => r.Code.ShouldBe(1), r => r.Error.ShouldContain("no robot named night"));
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    [Fact]
    public async Task Robots_on_this_machine_are_for_development_only()
    {
        await using var database = await TestDatabase.CreateAsync(Bots.Sqlite);
        Should.Throw<SettingException>(() => IntakeApp.Build([.. database.Settings, "--Robots:AllowLoopback=true"])).Message.ShouldContain("--environment Development");
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(string input, string[] args)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(IntakeApp).Assembly.Location, .. args]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }
}
