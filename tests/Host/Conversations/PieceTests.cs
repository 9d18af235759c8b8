using System.Net.Http.Json;
using System.Text.Json;
using IntakeBot.Dialogue.Flows;
using IntakeBot.Dialogue.Turns;
using IntakeBot.Host.Conversations;
using IntakeBot.Host.Tests.Running;

namespace IntakeBot.Host.Tests.Conversations;

/// <summary>Behaviour 2, fragments: what is sent in pieces is one turn, and no piece is ever lost.</summary>
public sealed class PieceTests(Bots bots)
{
    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task Pieces_within_three_seconds_are_one_turn_and_each_is_kept_before_its_post_is_answered(string provider)
    {
        var bot = await bots.OnAsync(provider);
        using var talk = await Talk.BeginAsync(bot, bot.Code);
        await talk.ListenAsync();
        var ids = new List<string>();
        foreach (var piece in (string[])["房东", "不退押金", "三千"])
        {
            var began = TimeProvider.System.GetTimestamp();
            ids.Add(await talk.SayAsync(piece, piece));
            TimeProvider.System.GetElapsedTime(began).TotalSeconds.ShouldBeLessThan(2);
            (await talk.SayAsync(piece, piece)).ShouldBe(ids[^1]);
            var kept = await StoredAsync(bot, talk.Id);
            kept.Where(IsResident).Select(Id).ShouldBe(ids);
            kept.Skip(kept.FindIndex(a => Id(a) == ids[0])).ShouldAllBe(a => IsResident(a));
            await Task.Delay(500);
        }

        await AnsweredAsync(talk);
        var all = await talk.AllAsync();
        all.Where(IsResident).Select(Id).ShouldBe(ids);
        var answers = all.Skip(all.FindIndex(a => Id(a) == ids[^1]) + 1).ToList();
        var last = ids[^1];
        answers.ShouldAllBe(a => a.GetProperty("replyToId").GetString() == last);
        answers.Count(a => a.GetProperty("channelData").GetProperty("intake").TryGetProperty("asking", out _)).ShouldBe(1);
        var state = (await bot.Get<LiveConversations>().KnowAsync(bot.Get<LiveConversations>().Get(talk.Id), default))!.State!;
        state.Find<MoneyValue>(SlotNames.Amount)!.Value.ShouldBe(3000);
        state.Find<LeafValue>(SlotNames.Category)!.Leaf.ShouldBe("rental.deposit");

        // Nothing more comes of it later.
        await Task.Delay(3500);
        (await talk.AllAsync()).Count.ShouldBe(all.Count);
    }

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task A_piece_that_nothing_follows_is_answered_when_its_time_is_over(string provider)
    {
        var bot = await bots.OnAsync(provider);
        using var talk = await Talk.BeginAsync(bot, bot.Code);
        await talk.ListenAsync();
        var began = TimeProvider.System.GetTimestamp();
        await talk.SayAsync("房东");
        await AnsweredAsync(talk);
        TimeProvider.System.GetElapsedTime(began).TotalSeconds.ShouldBeInRange(2.9, 5);
    }

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task A_sentence_that_says_enough_an_answer_and_an_emergency_are_answered_with_their_post(string provider)
    {
        var bot = await bots.OnAsync(provider);
        using var talk = await Talk.BeginAsync(bot, bot.Code);
        foreach (var said in (string[])["房东不退我3000块押金", "上周三", "匿名", "着火了"])
        {
            await talk.ListenAsync();
            await talk.SayAsync(said);
            (await talk.ListenAsync()).ShouldContain(a => !IsResident(a), said);
        }
    }

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task What_waited_when_the_process_died_is_answered_by_the_next_one_without_another_word(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        string id;
        int count;
        await using (var bot = await TestBot.StartAsync(database, owned: false, null))
        {
            using var talk = await Talk.BeginAsync(bot, bot.Code);
            await talk.SayAsync("房东");
            await talk.SayAsync("不退押金");
            (id, count) = (talk.Id, (await talk.AllAsync()).Count);
        }

        await using var next = await TestBot.StartAsync(database, owned: false, null);
        var all = await Until.TrueAsync(() => StoredAsync(next, id), kept => kept.Count > count);
        all.Count(IsResident).ShouldBe(2);
        all.Skip(count).ShouldAllBe(a => !IsResident(a));
        await Task.Delay(3500);
        (await StoredAsync(next, id)).Count.ShouldBe(all.Count);
    }

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task What_was_sent_before_the_question_was_seen_is_taken_into_account_and_never_its_answer(string provider)
    {
        var bot = await bots.OnAsync(provider);
        using var talk = await Talk.BeginAsync(bot, bot.Code);
        await talk.ListenAsync();
        var seen = talk.Watermark;
        async Task SendAsync(string text) => (await talk.Http.PostAsJsonAsync(
            $"/v3/directline/conversations/{talk.Id}/activities", new { type = "message", text, channelData = new { intake = new { seen } } })).EnsureSuccessStatusCode();

        // Both typed before any answer was there: the second is no "when", and it is not lost.
        await SendAsync("房东不退我3000块押金,上周三退的房");
        await talk.ListenAsync();
        talk.Asking.ShouldBe("contact");
        await SendAsync("好的");
        await talk.ListenAsync();
        talk.Asking.ShouldBe("contact");
        await talk.SayAsync("匿名");
        await talk.ListenAsync();
        talk.Asking.ShouldBe("confirm");
        // Agreed to something else than the summary, which was not there yet.
        await SendAsync("发送");
        await talk.ListenAsync();
        talk.Asking.ShouldBe("confirm");
        talk.Receipt.ShouldBeNull();
        (await bot.Get<LiveConversations>().KnowAsync(bot.Get<LiveConversations>().Get(talk.Id), default))!.State!.Words.ShouldBe(["房东不退我3000块押金,上周三退的房"]);
        seen = talk.Watermark;
        await SendAsync("发送");
        await talk.ListenAsync();
        talk.Receipt.ShouldNotBeNull();
    }

    [Fact]
    public async Task Of_two_replicas_one_answers_the_pieces_that_came_to_both_and_the_other_when_that_one_dies()
    {
        await using var database = await TestDatabase.CreateAsync(Bots.Postgres);
        await using var one = await TestBot.StartAsync(database, owned: false, null);
        await using var two = await TestBot.StartAsync(database, owned: false, null);
        // The first turn of a process takes its time, and pieces wait for each other for a moment only.
        using (var first = await Talk.BeginAsync(two, two.Code)) await first.SayAsync("房东不退押金");
        using var talk = await Talk.BeginAsync(one, one.Code);
        using var there = new HttpClient { BaseAddress = new(two.Url) };
        there.DefaultRequestHeaders.Authorization = new("Bearer", talk.Token);
        async Task SayThereAsync(string text) => (await there.PostAsJsonAsync(
            $"/v3/directline/conversations/{talk.Id}/activities", new { type = "message", text, channelData = new { clientActivityID = text } })).EnsureSuccessStatusCode();

        var before = (await StoredAsync(two, talk.Id)).Count;
        await talk.SayAsync("房东");
        await SayThereAsync("不退押金");
        await talk.SayAsync("三千");
        var all = await Until.TrueAsync(() => StoredAsync(two, talk.Id), kept => kept.Count > before + 3);
        await Task.Delay(3500);
        (await StoredAsync(two, talk.Id)).Count.ShouldBe(all.Count);
        all.Skip(before).Take(3).ShouldAllBe(a => IsResident(a));

        using var second = await Talk.BeginAsync(one, one.Code);
        await second.SayAsync("房东");
        var waiting = (await StoredAsync(two, second.Id)).Count;
        await one.StopAsync();
        (await Until.TrueAsync(() => StoredAsync(two, second.Id), kept => kept.Count > waiting)).Count(IsResident).ShouldBe(1);
    }

    private static bool IsResident(JsonElement activity) => activity.GetProperty("from").GetProperty("role").GetString() == "user";
    private static string Id(JsonElement activity) => activity.GetProperty("id").GetString()!;

    private static Task<List<JsonElement>> AnsweredAsync(Talk talk) => Until.TrueAsync(talk.ListenAsync, heard => heard.Exists(a => !IsResident(a)), 8);

    // As the store has it, whatever is in memory.
    private static async Task<List<JsonElement>> StoredAsync(TestBot bot, string id)
    {
        var known = await bot.Get<ConversationStore>().LoadAsync(id, default);
        var turns = await bot.Get<ConversationStore>().TurnsAsync(known!.N, 0, default);
        return [.. turns.SelectMany(t => ActivityBytes.Split(bot.Get<Host.Security.Seal>().Open(t.Body)!)).Select(a => JsonDocument.Parse(a).RootElement)];
    }
}
