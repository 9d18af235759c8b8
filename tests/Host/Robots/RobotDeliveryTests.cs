using System.Text;
using IntakeBot.Casework.Cases;
using IntakeBot.Casework.Handoff;
using IntakeBot.Casework.Store;
using IntakeBot.Host.Robots;
using IntakeBot.Host.Store;
using IntakeBot.Host.Tests.Desk;
using IntakeBot.Host.Tests.Running;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace IntakeBot.Host.Tests.Robots;

public sealed class RobotDeliveryTests
{
    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task A_resident_s_matter_is_told_in_the_groups_of_its_station_without_a_word_about_the_resident(string provider)
    {
        await using var groups = await RobotGroups.StartAsync();
        await using var bot = await RobotWorld.StartAsync(provider);
        // At every station: where the matter goes is the router's to say.
        foreach (var station in await bot.StationsAsync())
        {
            await bot.RobotAsync(RobotKind.WeCom, groups.WeCom(station.Id), station.Id);
            await bot.RobotAsync(RobotKind.DingTalk, groups.DingTalk(station.Id), station.Id);
            await bot.RobotAsync(RobotKind.Feishu, groups.Feishu(station.Id), station.Id);
        }
        var (resident, found) = await bot.RealCaseAsync("房东王强不退我3000块押金,上周三退的房,我电话13812345678");
        using var _ = resident;
        await Until.TrueAsync(() => Task.FromResult(groups.Messages.Count), count => count == 3);
        await Task.Delay(1000);

        groups.Messages.Select(m => (m.Product, m.Group)).Order().ShouldBe([("dingtalk", found.StationId), ("feishu", found.StationId), ("wecom", found.StationId)]);
        foreach (var message in groups.Messages)
        {
            foreach (var part in (string[])[found.Receipt, "押金退还", "一般", found.Building ?? found.Community ?? "地点不明", $"{RobotWorld.DeskUrl}/desk/cases/{found.Id}"]) message.Text.ShouldContain(part);
            foreach (var secret in (string[])["王强", "3000", "138", "上周三", "502"]) message.Text.Replace(found.Id.ToString(), "").ShouldNotContain(secret);
            message.Alarm.ShouldBeFalse();
        }
        groups.Refused.ShouldBeEmpty();
        foreach (var secret in (string[])[RobotGroups.Key, RobotGroups.Secret, "webhook", "王强", "13812345678", found.Receipt]) bot.Logs.Lines.ShouldAllBe(line => !line.Contains(secret));
    }

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task Desks_that_are_called_because_nobody_came_are_told_once_each_in_their_own_groups(string provider)
    {
        await using var groups = await RobotGroups.StartAsync();
        await using var bot = await RobotWorld.StartAsync(provider);
        var here = await bot.StationAsync(3);
        var stations = await bot.StationsAsync();
        var subdistrict = stations.Single(s => s.Level == CaseLevel.Subdistrict && s.Subdistrict == here.Subdistrict);
        var district = stations.Single(s => s.Level == CaseLevel.District);
        await bot.RobotAsync(RobotKind.WeCom, groups.WeCom("here"), here.Id);
        await bot.RobotAsync(RobotKind.WeCom, groups.WeCom("area"), subdistrict.Id, area: true);
        await bot.RobotAsync(RobotKind.WeCom, groups.WeCom("above"), subdistrict.Id);
        await bot.RobotAsync(RobotKind.WeCom, groups.WeCom("district"), district.Id);
        var late = TimeProvider.System.GetUtcNow().AddHours(-1);
        var place = bot.Get<Casework.Places.PlacesSource>().Current.FindStation(here.Id)!.Point;
        var found = await bot.CaseAsync(here, row => row.DueAt = late, at: place);
        await bot.Get<SweepCases>().HandleAsync(TimeProvider.System.GetUtcNow(), default);
        await Until.TrueAsync(() => Task.FromResult(groups.Messages.Count), count => count >= 4);
        await Task.Delay(1000);
        groups.Messages.Where(m => m.Text.Contains(found.Receipt)).Select(m => (m.Group, m.Text.Contains("叫来帮忙接手") ? "called" : m.Text.Contains("超时") ? "overdue" : m.Text)).Order()
            .ShouldBe([("above", "called"), ("area", "overdue"), ("district", "called"), ("here", "overdue")]);
    }

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task Overdue_transfer_reopening_and_urgent_additions_are_told_once_each_where_the_case_lies(string provider)
    {
        await using var groups = await RobotGroups.StartAsync();
        await using var bot = await RobotWorld.StartAsync(provider);
        var (here, there) = (await bot.StationAsync(3), await bot.StationAsync(9));
        await bot.RobotAsync(RobotKind.WeCom, groups.WeCom("here"), here.Id);
        await bot.RobotAsync(RobotKind.WeCom, groups.WeCom("there"), there.Id);
        var (found, calm) = (await bot.ArrivedAsync(here, "urgent"), await bot.ArrivedAsync(here));
        await Told("here", found, "新事项");

        var late = TimeProvider.System.GetUtcNow().AddMinutes(-1);
        await using (var db = bot.Get<CaseworkStore>().Open()) await db.Cases.Where(c => c.Id == found.Id).ExecuteUpdateAsync(set => set.SetProperty(c => c.DueAt, late));
        await bot.Get<SweepCases>().HandleAsync(TimeProvider.System.GetUtcNow(), default);
        await Told("here", found, "超时没人接手");

        var clerk = Actor.Staff("clerk", "Clerk");
        var cases = bot.Get<CaseService>();
        (await cases.TransferAsync(found.Id, there.Id, clerk)).Moved.ShouldBeTrue();
        await Told("there", found, "转来的事项");
        foreach (var row in (CaseRow[])[found, calm]) (await cases.SupplementAsync(row.Id, new(TimeProvider.System.GetUtcNow(), "水已经漫到二楼了"))).Moved.ShouldBeTrue();
        await Told("there", found, "居民补充了情况");
        (await cases.ClaimAsync(found.Id, clerk)).Moved.ShouldBeTrue();
        (await cases.CloseAsync(found.Id, "answered", "好了", clerk)).Moved.ShouldBeTrue();
        (await cases.ReopenAsync(found.Id, Actor.Resident())).Moved.ShouldBeTrue();
        await Told("there", found, "重新打开");

        await Task.Delay(1000);
        groups.Messages.Count(m => m.Text.Contains("二楼", StringComparison.Ordinal)).ShouldBe(0);
        groups.In("wecom", "here").Times([found, calm]).ShouldBe([2, 1]);
        groups.In("wecom", "there").Times([found, calm]).ShouldBe([3, 0]);

        Task Told(string group, CaseRow row, string what) =>
            Until.TrueAsync(() => Task.FromResult(groups.In("wecom", group)), shown => shown.Any(m => m.Text.Contains($"TW-000123 · {row.Receipt}\n{RobotWorld.DeskUrl}/desk/cases/{row.Id}", StringComparison.Ordinal) && m.Text.Contains(what, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_hundred_cases_in_a_minute_are_all_told_within_the_rate_and_an_emergency_passes_them()
    {
        await using var groups = await RobotGroups.StartAsync();
        await using var bot = await RobotWorld.StartAsync(Bots.Sqlite);
        var station = await bot.StationAsync(5);
        var robot = await bot.RobotAsync(RobotKind.WeCom, groups.WeCom(), station.Id);
        var cases = new List<CaseRow>();
        for (var i = 0; i < 100; i++)
        {
            cases.Add(await bot.ArrivedAsync(station));
            await Task.Delay(200);
        }
        var (raised, emergency) = (TimeProvider.System.GetUtcNow(), await bot.ArrivedAsync(station, "emergency"));
        await Until.TrueAsync(() => bot.MessagesAsync(robot.Id), rows => rows.Count == 101 && rows.All(r => r.State == RobotMessageState.Sent), seconds: 60);

        var shown = groups.In("wecom");
        shown.Times([.. cases, emergency]).ShouldAllBe(times => times == 1);
        groups.Refused.ShouldBeEmpty();
        shown.ShouldAllBe(m => Encoding.UTF8.GetByteCount(m.Text) <= 2048);
        shown.Count.ShouldBeLessThan(20);
        var alarm = shown.Single(m => m.Text.Contains(emergency.Receipt, StringComparison.Ordinal));
        alarm.ShouldSatisfyAllConditions(m => m.Alarm.ShouldBeTrue(), m => m.Text.ShouldContain("特急"), m => (m.At - raised).ShouldBeLessThan(TimeSpan.FromSeconds(6)));
        shown.Count(m => m.Alarm).ShouldBe(1);
    }

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task A_group_that_was_down_hears_everything_when_it_is_up_again(string provider)
    {
        await using var groups = await RobotGroups.StartAsync();
        var time = new ShiftedTime();
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var bot = await RobotWorld.StartAsync(database, builder => builder.Services.AddSingleton<TimeProvider>(time));
        var station = await bot.StationAsync(11);
        groups.Down = true;
        var robot = await bot.RobotAsync(RobotKind.WeCom, groups.WeCom(), station.Id);
        var cases = new[] { await bot.ArrivedAsync(station), await bot.ArrivedAsync(station, "emergency") };
        var waiting = await Until.TrueAsync(() => bot.MessagesAsync(robot.Id), rows => rows.Count == 2 && rows.Any(r => r.Attempts > 1));
        waiting.ShouldContain(r => r.Reason == "unreachable 503" && r.State == RobotMessageState.Waiting && r.NextAt > r.CreatedAt);
        (await bot.Get<RobotBook>().ListAsync()).Single().ShouldSatisfyAllConditions(s => s.Robot.FailingSince.ShouldNotBeNull(), s => s.Waiting.ShouldBe(2), s => s.Flagged.ShouldBeFalse());
        time.Ahead = TimeSpan.FromMinutes(11);
        (await bot.Get<RobotBook>().ListAsync()).Single().Flagged.ShouldBeTrue();

        groups.Down = false;
        await Until.TrueAsync(() => bot.MessagesAsync(robot.Id), rows => rows.All(r => r.State == RobotMessageState.Sent));
        groups.In("wecom").Times(cases).ShouldBe([1, 1]);
        (await bot.Get<RobotBook>().ListAsync()).Single().ShouldSatisfyAllConditions(
            s => s.Robot.FailingSince.ShouldBeNull(), s => s.Robot.Reason.ShouldBeNull(), s => s.Robot.SentAt.ShouldNotBeNull(), s => s.Waiting.ShouldBe(0), s => s.Flagged.ShouldBeFalse());
    }

    [Fact]
    public async Task News_that_had_to_wait_long_is_not_told_when_somebody_has_taken_the_case_over_but_an_emergency_is()
    {
        await using var groups = await RobotGroups.StartAsync();
        var time = new ShiftedTime();
        await using var database = await TestDatabase.CreateAsync(Bots.Sqlite);
        await using var bot = await RobotWorld.StartAsync(database, builder => builder.Services.AddSingleton<TimeProvider>(time));
        var station = await bot.StationAsync(12);
        groups.Down = true;
        var robot = await bot.RobotAsync(RobotKind.WeCom, groups.WeCom(), station.Id);
        CaseRow[] cases = [await bot.ArrivedAsync(station), await bot.ArrivedAsync(station), await bot.ArrivedAsync(station, "emergency")];
        await Until.TrueAsync(() => bot.MessagesAsync(robot.Id), rows => rows.Count == 3);
        foreach (var taken in (CaseRow[])[cases[0], cases[2]]) (await bot.Get<CaseService>().ClaimAsync(taken.Id, Actor.Staff("clerk", "Clerk"))).Moved.ShouldBeTrue();
        time.Ahead = TimeSpan.FromMinutes(6);
        groups.Down = false;
        var rows = await Until.TrueAsync(() => bot.MessagesAsync(robot.Id), rows => rows.All(r => r.State != RobotMessageState.Waiting));
        rows.Select(r => r.State).ShouldBe([RobotMessageState.Outdated, RobotMessageState.Sent, RobotMessageState.Sent]);
        groups.In("wecom").Times(cases).ShouldBe([0, 1, 1]);
    }

    [Fact]
    public async Task A_wrong_secret_is_shown_as_such()
    {
        await using var groups = await RobotGroups.StartAsync();
        await using var bot = await RobotWorld.StartAsync(Bots.Sqlite);
        var station = await bot.StationAsync(13);
        var ding = await bot.RobotAsync(RobotKind.DingTalk, groups.DingTalk(), station.Id, "SECanother");
        var feishu = await bot.RobotAsync(RobotKind.Feishu, groups.Feishu(), station.Id, "SECanother");
        var wecom = await bot.RobotAsync(RobotKind.WeCom, groups.WeCom(key: "wrong"), station.Id);
        await bot.ArrivedAsync(station);
        foreach (var (robot, reason) in ((RobotRow, string)[])[(ding, "signature 310000"), (feishu, "signature 19021"), (wecom, "unknown 93000")])
        {
            await Until.TrueAsync(() => bot.MessagesAsync(robot.Id), rows => rows.Count == 1 && rows[0].Reason == reason);
            (await bot.Get<RobotBook>().FindAsync(robot.Id))!.Reason.ShouldBe(reason);
        }
        groups.Messages.ShouldBeEmpty();
        foreach (var secret in (string[])[RobotGroups.Key, "SECanother"]) bot.Logs.Lines.ShouldAllBe(line => !line.Contains(secret));
    }

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task What_a_bot_could_not_tell_before_it_died_the_next_one_tells_once(string provider)
    {
        await using var groups = await RobotGroups.StartAsync();
        await using var database = await TestDatabase.CreateAsync(provider);
        var cases = new List<CaseRow>();
        Guid robot;
        StationRow station;
        await using (var first = await RobotWorld.StartAsync(database))
        {
            station = await first.StationAsync(14);
            robot = (await first.RobotAsync(RobotKind.Feishu, groups.Feishu(), station.Id)).Id;
            cases.Add(await first.ArrivedAsync(station));
            await Until.TrueAsync(() => first.MessagesAsync(robot), rows => rows.Count == 1 && rows[0].State == RobotMessageState.Sent);
            groups.Down = true;
            for (var i = 0; i < 5; i++) cases.Add(await first.ArrivedAsync(station));
            await Until.TrueAsync(() => first.MessagesAsync(robot), rows => rows.Count == 6);
            await first.StopAsync();
        }
        groups.Down = false;
        await using var second = await RobotWorld.StartAsync(database);
        // And what came while nobody was there to look.
        cases.Add(await second.ArrivedAsync(station));
        await Until.TrueAsync(() => second.MessagesAsync(robot), rows => rows.Count == 7 && rows.All(r => r.State == RobotMessageState.Sent), seconds: 45);
        await Task.Delay(1000);
        groups.In("feishu").Times(cases).ShouldAllBe(times => times == 1);
    }

    [Fact]
    public async Task A_message_that_is_on_its_way_when_the_bot_ends_is_not_told_again()
    {
        await using var groups = await RobotGroups.StartAsync();
        await using var database = await TestDatabase.CreateAsync(Bots.Sqlite);
        var arrived = new TaskCompletionSource();
        groups.Before = async () =>
        {
            arrived.TrySetResult();
            await Task.Delay(1500);
        };
        CaseRow found;
        Guid robot;
        await using (var first = await RobotWorld.StartAsync(database))
        {
            var station = await first.StationAsync(15);
            robot = (await first.RobotAsync(RobotKind.WeCom, groups.WeCom(), station.Id)).Id;
            found = await first.ArrivedAsync(station);
            await arrived.Task.WaitAsync(TimeSpan.FromSeconds(15));
            await first.App.StopAsync();
        }
        groups.Before = null;
        await using var second = await RobotWorld.StartAsync(database);
        await Task.Delay(2000);
        (await second.MessagesAsync(robot)).Single().State.ShouldBe(RobotMessageState.Sent);
        groups.In("wecom").Times([found]).ShouldBe([1]);
    }

    [Fact]
    public async Task Two_replicas_tell_each_case_once_and_keep_the_rate_together()
    {
        await using var groups = await RobotGroups.StartAsync();
        await using var database = await TestDatabase.CreateAsync(Bots.Postgres);
        await using var one = await RobotWorld.StartAsync(database);
        await using var two = await RobotWorld.StartAsync(database);
        var station = await one.StationAsync(16);
        var robots = new[]
        {
            await one.RobotAsync(RobotKind.WeCom, groups.WeCom(), station.Id), await two.RobotAsync(RobotKind.DingTalk, groups.DingTalk(), station.Id),
            await one.RobotAsync(RobotKind.Feishu, groups.Feishu(), station.Id),
        };
        var cases = new List<CaseRow>();
        for (var i = 0; i < 60; i++) cases.Add(await (i % 2 == 0 ? one : two).ArrivedAsync(station, i % 20 == 19 ? "emergency" : "normal"));
        foreach (var robot in robots)
        {
            await Until.TrueAsync(() => one.MessagesAsync(robot.Id), rows => rows.Count == 60 && rows.All(r => r.State == RobotMessageState.Sent), seconds: 60);
            groups.In(robot.Kind.Code()).Times(cases).ShouldAllBe(times => times == 1);
        }
        groups.Refused.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_desk_above_hears_of_its_area_and_nobody_of_what_complains_of_them()
    {
        await using var groups = await RobotGroups.StartAsync();
        await using var bot = await RobotWorld.StartAsync(Bots.Sqlite);
        var stations = await bot.StationsAsync();
        var station = await bot.StationAsync(17);
        var (hall, district) = (stations.Single(s => s.Level == CaseLevel.Hall && s.Community == station.Community), stations.Single(s => s.Level == CaseLevel.District));
        await bot.RobotAsync(RobotKind.WeCom, groups.WeCom("hall"), hall.Id, area: true);
        await bot.RobotAsync(RobotKind.WeCom, groups.WeCom("district"), district.Id, area: true);
        await bot.RobotAsync(RobotKind.WeCom, groups.WeCom("alone"), district.Id);
        var elsewhere = stations.First(s => s.Level == CaseLevel.Station && s.Community != station.Community);
        CaseRow[] cases = [await bot.ArrivedAsync(station), await bot.ArrivedAsync(elsewhere), await bot.ArrivedAsync(station, excluded: $"{hall.Id},x")];
        await Until.TrueAsync(() => Task.FromResult(groups.In("wecom", "district").Times(cases)), times => times.Sum() == 3);
        await Task.Delay(1000);
        groups.In("wecom", "district").Times(cases).ShouldBe([1, 1, 1]);
        groups.In("wecom", "hall").Times(cases).ShouldBe([1, 0, 0]);
        groups.In("wecom", "alone").ShouldBeEmpty();
    }
}
