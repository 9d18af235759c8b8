using System.Net;
using IntakeBot.Casework.Store;
using IntakeBot.Host.Conversations;
using IntakeBot.Host.Store;
using IntakeBot.Host.Tests.Running;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Host.Tests.Conversations;

public sealed class TurnTests(Bots bots)
{
    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task The_same_message_again_is_answered_with_the_first_id_and_runs_no_second_turn(string provider)
    {
        var bot = await bots.OnAsync(provider);
        using var talk = await Talk.BeginAsync(bot);
        var first = await talk.SayAsync("房东不退我3000块押金", "same-key");
        var count = (await talk.AllAsync()).Count;
        (await talk.SayAsync("房东不退我3000块押金", "same-key")).ShouldBe(first);
        (await talk.AllAsync()).Count.ShouldBe(count);

        // Also by a process that has nothing in memory.
        bot.Get<LiveConversations>().Drop(talk.Id);
        (await talk.SayAsync("房东不退我3000块押金", "same-key")).ShouldBe(first);
        (await talk.AllAsync()).Count.ShouldBe(count);
    }

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task Posts_at_once_are_turns_one_after_the_other(string provider)
    {
        var bot = await bots.OnAsync(provider);
        using var talk = await Talk.BeginAsync(bot);
        var ids = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => talk.SayAsync($"第{i}句")));
        var all = await talk.AllAsync();
        all.Where(a => a.GetProperty("from").GetProperty("role").GetString() == "user").Select(a => a.GetProperty("id").GetString()).ShouldBe(ids, ignoreOrder: true);
        // Each answer stands right behind what it answers.
        string? last = null;
        foreach (var activity in all)
        {
            if (activity.TryGetProperty("replyToId", out var to)) to.GetString().ShouldBe(last);
            else last = activity.GetProperty("id").GetString();
        }
    }

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task The_same_message_from_two_tabs_at_once_is_one_turn(string provider)
    {
        var bot = await bots.OnAsync(provider);
        using var talk = await Talk.BeginAsync(bot);
        var ids = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => talk.SayAsync("房东不退我3000块押金", "double-tap")));
        ids.Distinct().ShouldHaveSingleItem();
        (await talk.AllAsync()).Count(a => a.GetProperty("from").GetProperty("role").GetString() == "user").ShouldBe(1);
    }

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task A_conversation_changed_behind_our_back_is_read_again_and_loses_nothing(string provider)
    {
        var bot = await bots.OnAsync(provider);
        using var talk = await Talk.BeginAsync(bot);
        await talk.SayAsync("房东不退我3000块押金");
        var count = (await talk.AllAsync()).Count;

        // As another replica would: the version moves on, and somebody else answers now.
        await using (var db = bot.Get<HostDbFactory>().CreateDbContext())
        {
            await db.Conversations.Where(c => c.Id == talk.Id).ExecuteUpdateAsync(set => set
                .SetProperty(c => c.Version, c => c.Version + 1).SetProperty(c => c.OwnerId, "someone").SetProperty(c => c.OwnerName, "塘尾站 李工"));
        }

        await talk.SayAsync("每天晚上都这样");
        var added = (await talk.AllAsync()).Skip(count).ToList();
        added.Count(a => a.GetProperty("from").GetProperty("role").GetString() == "user").ShouldBe(1);
        // Staff own it: the bot is silent.
        added.Count.ShouldBe(1);
    }

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task What_cannot_be_committed_is_not_shown_and_can_be_sent_again(string provider)
    {
        var bot = await bots.OnAsync(provider);
        using var talk = await Talk.BeginAsync(bot);
        var before = await talk.AllAsync();
        var turns = bot.Get<TurnPipeline>();
        var said = new Dialogue.Activities.Activity { Type = "message", Id = "x1", Text = "一", From = new() { Id = "r", Role = "user" } };
        var failing = new TurnInput { Said = said, ForEngine = said, ClientKey = "fails", Effects = [(_, _, _) => throw new IOException("disk full")] };

        await Should.ThrowAsync<IOException>(() => turns.RunAsync(talk.Id, failing, default));
        (await talk.AllAsync()).Count.ShouldBe(before.Count);

        var refusing = failing with { Effects = [(_, _, _) => Task.FromResult(false)] };
        (await turns.RunAsync(talk.Id, refusing, default)).End.ShouldBe(TurnEnd.Refused);
        (await talk.AllAsync()).Count.ShouldBe(before.Count);

        (await turns.RunAsync(talk.Id, failing with { Effects = [] }, default)).End.ShouldBe(TurnEnd.Committed);
        (await talk.AllAsync()).Count.ShouldBeGreaterThan(before.Count);
    }

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task One_turn_that_fails_takes_no_other_with_it(string provider)
    {
        var bot = await bots.OnAsync(provider);
        var turns = bot.Get<TurnPipeline>();
        var talks = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Talk.BeginAsync(bot)));
        var runs = talks.Select((talk, i) =>
        {
            var said = new Dialogue.Activities.Activity { Type = "message", Id = $"m{i}", Text = "一", From = new() { Id = "r", Role = "user" } };
            return turns.RunAsync(talk.Id, new() { Said = said, Effects = i == 3 ? [(_, _, _) => throw new IOException("disk full")] : [] }, default);
        }).ToList();
        for (var i = 0; i < runs.Count; i++)
        {
            if (i == 3) await Should.ThrowAsync<IOException>(runs[i]);
            else (await runs[i]).End.ShouldBe(TurnEnd.Committed);
        }

        foreach (var talk in talks) talk.Dispose();
    }

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task Nothing_that_was_said_lies_in_the_database_as_it_is(string provider)
    {
        var bot = await bots.OnAsync(provider);
        using var talk = await Talk.BeginAsync(bot);
        await talk.SayAsync("unmistakable-words-of-a-resident");
        await using var db = bot.Get<HostDbFactory>().CreateDbContext();
        var row = await db.Conversations.SingleAsync(c => c.Id == talk.Id);
        var bodies = await db.Turns.Where(t => t.ConversationN == row.N).Select(t => t.Body).ToListAsync();
        bodies.ShouldNotBeEmpty();
        foreach (var bytes in bodies.Append(row.State))
            System.Text.Encoding.UTF8.GetString(bytes).ShouldNotContain("unmistakable");
    }

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task A_receipt_is_shown_only_with_its_petition_and_outbox_row_committed(string provider)
    {
        var bot = await bots.OnAsync(provider);
        using var talk = await Talk.BeginAsync(bot, bot.Code);
        var receipt = await talk.FinishAsync();
        await using var casework = bot.Get<CaseworkStore>().Open();
        var petition = await casework.Petitions.SingleAsync(p => p.Receipt == receipt);
        petition.ConversationId.ShouldBe(talk.Id);
        await using var db = bot.Get<HostDbFactory>().CreateDbContext();
        (await db.Outbox.CountAsync(o => o.PetitionId == petition.Id)).ShouldBe(1);
    }

    [Fact]
    public async Task A_conversation_outlives_the_process()
    {
        await using var database = await TestDatabase.CreateAsync(Bots.Sqlite);
        string id, token;
        int count;
        await using (var bot = await TestBot.StartAsync(database, owned: false, null))
        {
            using var talk = await Talk.BeginAsync(bot, bot.Code);
            await talk.SayAsync("房东不退我3000块押金");
            (id, token, count) = (talk.Id, talk.Token, (await talk.AllAsync()).Count);
        }

        await using var next = await TestBot.StartAsync(database, owned: false, null);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v3/directline/conversations/{id}/activities?watermark=");
        request.Headers.Authorization = new("Bearer", token);
        using var answer = await next.Http.SendAsync(request);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.Content.ReadAsStringAsync()).ShouldContain($"\"watermark\":\"{count}\"");
    }
}
