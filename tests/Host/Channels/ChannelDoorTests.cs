using IntakeBot.Dialogue.Activities;
using IntakeBot.Host.Channels;
using IntakeBot.Host.Conversations;
using IntakeBot.Host.Tests.Running;
using Microsoft.Extensions.DependencyInjection;

namespace IntakeBot.Host.Tests.Channels;

/// <summary>The inner door and the pump, with a channel that only writes down.</summary>
public sealed class ChannelDoorTests
{
    private readonly RecordingChannel _channel = new();

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task What_the_bot_says_is_pushed_once_and_in_order(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var bot = await StartAsync(database);
        var first = await bot.Get<ChannelDoor>().TakeAsync(Message("房东不退我3000块押金,上周三退的房", "1"), default);
        await bot.Get<ChannelDoor>().TakeAsync(Message("匿名", "2"), default);

        var said = await Until.TrueAsync(() => SaidByBotAsync(bot, first.ConversationId), all => _channel.Texts.Count() == all.Count);
        _channel.Texts.ShouldBe(said);
        first.Answers.Count.ShouldBeGreaterThan(1);
        first.Carried.ShouldBeFalse();
        (await Until.TrueAsync(() => bot.Get<Pushes>().StateAsync(first.ConversationId, default), s => s!.NextAt is null)).ShouldNotBeNull();
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task What_travels_with_the_response_is_not_pushed_but_what_comes_by_itself_is(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var bot = await StartAsync(database);
        var answer = await bot.Get<ChannelDoor>().TakeAsync(Message("房东不退我3000块押金,上周三退的房", "1") with { InBody = true }, default);
        answer.Carried.ShouldBeTrue();
        answer.Answers.ShouldNotBeEmpty();

        await bot.Get<TurnPipeline>().RunAsync(answer.ConversationId, new() { ForEngine = HostEvents.Late("overdue", new("塘尾站")) }, default);
        await Until.TrueAsync(() => Task.FromResult(_channel.Texts.Count()), n => n == 1);
        _channel.Texts.Single().ShouldContain("塘尾站");
        _channel.Addresses.ShouldBe(["{\"to\":\"somebody\"}"]);
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task The_same_delivery_twice_is_one_turn_with_one_answer(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var bot = await StartAsync(database);
        var both = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => bot.Get<ChannelDoor>().TakeAsync(Message("路灯坏了三天了", "same") with { InBody = true }, default)));
        both.Count(a => a.End == DoorEnd.Taken).ShouldBe(1);
        both.Count(a => a.End == DoorEnd.Repeated).ShouldBe(3);
        var answers = both.Select(a => ActivityBytes.Read(a.Answers[^1].Json).Text).Distinct().ToList();
        answers.Count.ShouldBe(1);
        (await bot.Get<LiveConversations>().ReadAsync(both[0].ConversationId, 0, default))!.Activities.Count(Pushes.IsResidents).ShouldBe(1);
    }

    [Fact]
    public async Task What_a_channel_refuses_is_tried_again_in_order_and_its_reason_is_known()
    {
        await using var database = await TestDatabase.CreateAsync("sqlite");
        await using var bot = await StartAsync(database);
        _channel.Refuses = activities => new(activities[0].Seq - 1, TimeSpan.FromMilliseconds(300), "quota");
        var first = await bot.Get<ChannelDoor>().TakeAsync(Message("路灯坏了三天了", "1"), default);
        (await Until.TrueAsync(() => bot.Get<Pushes>().StateAsync(first.ConversationId, default), s => s?.Reason is not null))!.Reason.ShouldBe("quota");
        _channel.Refuses = _ => null;
        var said = await Until.TrueAsync(() => SaidByBotAsync(bot, first.ConversationId), all => _channel.Texts.Count() == all.Count);
        _channel.Texts.ShouldBe(said);
        (await Until.TrueAsync(() => bot.Get<Pushes>().StateAsync(first.ConversationId, default), s => s?.NextAt is null))!.Reason.ShouldBeNull();
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task What_a_dead_process_left_is_pushed_by_the_next_one(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        string id;
        _channel.Holding = true;
        await using (var bot = await StartAsync(database))
            id = (await bot.Get<ChannelDoor>().TakeAsync(Message("路灯坏了三天了", "1"), default)).ConversationId;
        _channel.Texts.ShouldBeEmpty();

        _channel.Holding = false;
        await using var next = await StartAsync(database);
        var said = await Until.TrueAsync(() => SaidByBotAsync(next, id), all => _channel.Texts.Count() == all.Count);
        _channel.Texts.ShouldBe(said);
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task Only_one_claims_what_is_new(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var bot = await StartAsync(database);
        _channel.Holding = true;
        var answer = await bot.Get<ChannelDoor>().TakeAsync(Message("路灯坏了三天了", "1"), default);
        var claims = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => bot.Get<Pushes>().ClaimAsync(answer.ConversationId, TimeSpan.FromSeconds(30), default)));
        var claim = claims.Single(c => c is not null)!;
        claim.Activities.Select(a => a.Seq).ShouldBe(answer.Answers.Select(a => a.Seq));
        await bot.Get<Pushes>().DoneAsync(claim, new(claim.To));
        (await bot.Get<Pushes>().ClaimAsync(answer.ConversationId, TimeSpan.FromSeconds(30), default)).ShouldBeNull();
    }

    [Fact]
    public async Task Another_door_scanned_moves_the_conversation_there()
    {
        await using var database = await TestDatabase.CreateAsync("sqlite");
        await using var bot = await StartAsync(database);
        var gazetteer = bot.Get<Casework.Places.PlacesSource>().Current.Gazetteer;
        var (here, there) = (gazetteer.BuildingAt(7), gazetteer.BuildingAt(500));
        var door = bot.Get<ChannelDoor>();
        var opened = await door.OpenAsync(Message("", "scan-1") with { Building = here.Code }, default);
        ActivityBytes.Read(opened.Answers[0].Json).Text!.ShouldContain(here.Address);
        var moved = await door.OpenAsync(Message("", "scan-2") with { Building = there.Code }, default);
        ActivityBytes.Read(moved.Answers[0].Json).Text!.ShouldContain(there.Address);
        (await door.OpenAsync(Message("", "scan-2") with { Building = there.Code }, default)).Answers.ShouldBeEmpty();
        bot.Get<LiveConversations>().Get(opened.ConversationId).Known!.Building.ShouldBe(there.Code);
        // Read again from the store it is the same.
        bot.Get<LiveConversations>().Forget(opened.ConversationId);
        (await bot.Get<LiveConversations>().KnowAsync(bot.Get<LiveConversations>().Get(opened.ConversationId), default))!.Building.ShouldBe(there.Code);
    }

    private Task<TestBot> StartAsync(TestDatabase database) =>
        TestBot.StartAsync(database, owned: false, builder => builder.Services.AddSingleton<IPushChannel>(_channel));

    private static ChannelMessage Message(string text, string key) => new()
    {
        Channel = "recording",
        Account = "thread-1",
        UserId = "user-1",
        Address = "{\"to\":\"somebody\"}"u8.ToArray(),
        Said = new Activity { Type = "message", Text = text },
        ClientKey = key,
        Locale = "zh-CN",
    };

    private static async Task<List<string>> SaidByBotAsync(TestBot bot, string id)
    {
        var set = await bot.Get<LiveConversations>().ReadAsync(id, 0, default);
        return [.. set!.Activities.Where(a => !Pushes.IsResidents(a)).Select(a => ActivityBytes.Read(a.Json).Text ?? "")];
    }
}
