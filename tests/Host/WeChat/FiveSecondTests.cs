using IntakeBot.Host.Channels;
using IntakeBot.Host.Tests.Running;

namespace IntakeBot.Host.Tests.WeChat;

/// <summary>An answer within five seconds, always, and every message one turn, however often it is delivered.</summary>
public sealed class FiveSecondTests(WeChatBots bots)
{
    private const string Matter = "房东不退我3000块押金,上周三退的房";

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task While_the_store_stalls_the_resident_hears_so_in_time_and_the_answer_follows(string provider)
    {
        await using var world = await WeChatWorld.StartAsync();
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var bot = await world.BotAsync(database);
        using var resident = new WeChatResident(world, bot);
        await resident.EventAsync("subscribe", "qrscene_" + bot.Code);
        Delivered late;
        await using (await StoreLock.HoldAsync(database))
        {
            late = await resident.SayAsync(Matter);
            await Task.Delay(2000);
            world.Api.ShownTo(resident.OpenId).ShouldBeEmpty();
        }

        late.Took.TotalSeconds.ShouldBeInRange(4, 4.9);
        late.Times.ShouldBe(1);
        late.Text.ShouldNotBeNull().ShouldContain("还在处理");
        late.Text.ShouldNotContain("记下");
        var later = await Until.TrueAsync(() => Task.FromResult(world.Api.ShownTo(resident.OpenId)), shown => shown.Count > 0, 20);
        later.ShouldHaveSingleItem().ShouldContain("匿名");
        await Task.Delay(2000);
        world.Api.ShownTo(resident.OpenId).Count.ShouldBe(1);
        (await resident.TranscriptAsync()).Count(a => a.Text == Matter).ShouldBe(1);
    }

    [Fact]
    public async Task What_failed_after_all_is_said_as_soon_as_it_can_be()
    {
        await using var world = await WeChatWorld.StartAsync();
        await using var database = await TestDatabase.CreateAsync(Bots.Sqlite);
        await using var bot = await world.BotAsync(database, "--WeChat:TryFor=00:00:01", $"--Store:ConnectionString={database.ConnectionString};Default Timeout=2");
        using var resident = new WeChatResident(world, bot);
        await resident.EventAsync("subscribe", "qrscene_" + bot.Code);
        await resident.SayAsync("你好");
        await using (await StoreLock.HoldAsync(database))
        {
            (await resident.SayAsync(Matter)).Text.ShouldNotBeNull().ShouldContain("还在处理");
            await Until.TrueAsync(() => Task.FromResult(bot.Logs.Lines.Any(line => line.Contains("its resident is told", StringComparison.Ordinal))), told => told, 20);
        }

        (await Until.TrueAsync(() => Task.FromResult(world.Api.ShownTo(resident.OpenId)), shown => shown.Count > 0, 20)).ShouldHaveSingleItem().ShouldContain("请再发一次");
        (await resident.TranscriptAsync()).ShouldAllBe(a => a.Text != Matter);
        (await resident.SayAsync(Matter)).Text.ShouldNotBeNull().ShouldContain("匿名");
    }

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task The_same_delivery_many_times_at_once_is_one_turn_and_answered_once(string provider)
    {
        var (world, bot) = await bots.OnAsync(provider);
        using var resident = new WeChatResident(world, bot);
        await resident.SayAsync("你好");
        var xml = resident.Message($"<MsgType>text</MsgType><Content>{Matter}</Content><MsgId>4711</MsgId>", wrote: true);
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => resident.PostAsync(xml)));
        answers.Count(a => a.Text is not null).ShouldBe(1);
        answers.Where(a => a.Text is null).ShouldAllBe(a => a.Body == "success");
        (await resident.PostAsync(xml)).Body.ShouldBe("success");
        (await resident.TranscriptAsync()).Count(a => a.Text == Matter).ShouldBe(1);
        await Task.Delay(1500);
        world.Api.ShownTo(resident.OpenId).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_repetition_that_comes_while_the_first_is_worked_on_gets_its_answer()
    {
        await using var world = await WeChatWorld.StartAsync();
        await using var database = await TestDatabase.CreateAsync(Bots.Sqlite);
        await using var bot = await world.BotAsync(database);
        using var resident = new WeChatResident(world, bot) { GivesUpAfter = TimeSpan.FromSeconds(1.5) };
        await resident.EventAsync("subscribe", "qrscene_" + bot.Code);
        Task<Delivered> saying;
        await using (await StoreLock.HoldAsync(database))
        {
            saying = resident.SayAsync(Matter);
            await Task.Delay(2000);
        }

        var delivered = await saying;
        delivered.Times.ShouldBe(2);
        delivered.Text.ShouldNotBeNull().ShouldContain("匿名");
        (await resident.TranscriptAsync()).Count(a => a.Text == Matter).ShouldBe(1);
        await Task.Delay(2000);
        world.Api.ShownTo(resident.OpenId).ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task Pieces_are_one_turn_and_the_last_call_carries_the_answer(string provider)
    {
        var (world, bot) = await bots.OnAsync(provider);
        using var resident = new WeChatResident(world, bot);
        await resident.EventAsync("subscribe", "qrscene_" + bot.Code);
        var said = new List<Task<Delivered>>();
        foreach (var piece in (string[])["房东", "不退押金", "三千"])
        {
            said.Add(resident.SayAsync(piece));
            await Task.Delay(700);
        }

        var answers = await Task.WhenAll(said);
        answers[0].Body.ShouldBe("success");
        answers[1].Body.ShouldBe("success");
        answers[0].Took.TotalSeconds.ShouldBeLessThan(1.5);
        answers[2].Text.ShouldNotBeNull();
        answers[2].Took.TotalSeconds.ShouldBeInRange(2, 4.9);
        await Task.Delay(1500);
        world.Api.ShownTo(resident.OpenId).ShouldBeEmpty();
        (await resident.TranscriptAsync()).Count(a => a.From!.Role == "user").ShouldBe(3);
    }

    [Fact]
    public async Task One_piece_that_nothing_follows_is_answered_by_its_own_call()
    {
        var (world, bot) = await bots.OnAsync(Bots.Sqlite);
        using var resident = new WeChatResident(world, bot);
        await resident.EventAsync("SCAN", bot.Code);
        var alone = await resident.SayAsync("房东");
        alone.Text.ShouldNotBeNull();
        alone.Took.TotalSeconds.ShouldBeInRange(2.5, 4.9);
        alone.Times.ShouldBe(1);
    }

    [Fact]
    public async Task Two_replicas_given_the_same_delivery_answer_it_once()
    {
        await using var world = await WeChatWorld.StartAsync();
        await using var database = await TestDatabase.CreateAsync(Bots.Postgres);
        await using var one = await world.BotAsync(database);
        await using var two = await world.BotAsync(database);
        using var here = new WeChatResident(world, one);
        using var there = new WeChatResident(world, two);
        for (var i = 0; i < 5; i++)
        {
            var matter = $"{Matter},第{i}次";
            var xml = here.Message($"<MsgType>text</MsgType><Content>{matter}</Content><MsgId>{900 + i}</MsgId>", wrote: true);
            var before = world.Api.ShownTo(here.OpenId).Count;
            var answers = await Task.WhenAll(here.PostAsync(xml), there.PostRawAsync(xml), here.PostAsync(xml), there.PostRawAsync(xml));
            await Task.Delay(1500);
            (answers.Count(a => a.Text is not null) + world.Api.ShownTo(here.OpenId).Count - before).ShouldBe(1);
            (await here.TranscriptAsync()).Count(a => a.Text == matter).ShouldBe(1);
        }
    }

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task What_was_committed_when_the_process_died_is_sent_after_the_restart(string provider)
    {
        await using var world = await WeChatWorld.StartAsync();
        await using var database = await TestDatabase.CreateAsync(provider);
        string id, openId;
        await using (var bot = await world.BotAsync(database))
        {
            using var resident = new WeChatResident(world, bot);
            await resident.SayAsync("你好");
            (id, openId) = (resident.ConversationId, resident.OpenId);
            await Until.TrueAsync(() => bot.Get<Pushes>().StateAsync(id, default), state => state is { NextAt: null });
        }

        // A process that knows no WeChat: it commits and cannot answer, as one that dies in between.
        await using (var mute = await TestBot.StartAsync(database, owned: false, null))
        {
            var taken = await mute.Get<ChannelDoor>().TakeAsync(
                new()
                {
                    Channel = "wechat",
                    Account = openId,
                    UserId = "wx-1",
                    Address = System.Text.Encoding.UTF8.GetBytes($$"""{"openid":"{{openId}}"}"""),
                    ClientKey = "wechat/1",
                    Said = new() { Type = "message", Text = Matter },
                },
                default);
            (taken.End, taken.ConversationId).ShouldBe((DoorEnd.Taken, id));
        }

        await using var next = await world.BotAsync(database);
        (await Until.TrueAsync(() => Task.FromResult(world.Api.ShownTo(openId)), shown => shown.Count > 0)).ShouldHaveSingleItem().ShouldContain("在哪里");
        await Task.Delay(2000);
        world.Api.ShownTo(openId).Count.ShouldBe(1);
    }
}
