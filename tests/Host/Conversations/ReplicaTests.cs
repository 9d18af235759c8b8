using IntakeBot.Casework.Handoff;
using IntakeBot.Casework.Store;
using IntakeBot.Host.Live;
using IntakeBot.Host.Tests.Running;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Host.Tests.Conversations;

public sealed class ReplicaTests(Bots bots)
{
    [Fact]
    public async Task Two_replicas_share_a_conversation_without_losing_or_doubling_a_word()
    {
        await using var database = await TestDatabase.CreateAsync(Bots.Postgres);
        await using var one = await TestBot.StartAsync(database, owned: false, null);
        await using var two = await TestBot.StartAsync(database, owned: false, null);
        using var talk = await Talk.BeginAsync(one, one.Code);
        using var there = new HttpClient { BaseAddress = new(two.Url) };
        there.DefaultRequestHeaders.Authorization = new("Bearer", talk.Token);

        // Messages at both at once, some of them twice.
        async Task<string> SayThereAsync(string text, string key)
        {
            using var answer = await System.Net.Http.Json.HttpClientJsonExtensions.PostAsJsonAsync(
                there, $"/v3/directline/conversations/{talk.Id}/activities", new { type = "message", text, channelData = new { clientActivityID = key } });
            answer.EnsureSuccessStatusCode();
            return System.Text.Json.JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("id").GetString()!;
        }

        for (var i = 0; i < 6; i++)
        {
            var ids = await Task.WhenAll(talk.SayAsync($"第{i}句", $"k{i}"), SayThereAsync($"第{i}句", $"k{i}"), SayThereAsync($"那边第{i}句", $"there{i}"));
            ids[0].ShouldBe(ids[1]);
        }

        var texts = (await talk.AllAsync()).Where(a => a.GetProperty("from").GetProperty("role").GetString() == "user").Select(a => a.GetProperty("text").GetString()).ToList();
        texts.Count.ShouldBe(12);
        texts.Distinct().Count().ShouldBe(12);
    }

    [Fact]
    public async Task A_socket_at_one_replica_hears_at_once_what_was_said_at_the_other()
    {
        await using var database = await TestDatabase.CreateAsync(Bots.Postgres);
        await using var one = await TestBot.StartAsync(database, owned: false, null);
        await using var two = await TestBot.StartAsync(database, owned: false, null);
        using var talk = await Talk.BeginAsync(one);
        using var signal = two.Get<ChangeFeed>().Watch(Topics.Conversation, talk.Id);
        await talk.SayAsync("听得到吗");
        (await signal.WaitAsync(TimeSpan.FromSeconds(10), default)).ShouldBeTrue();
    }

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task When_nobody_takes_a_case_over_in_time_the_resident_is_told_once(string provider)
    {
        var bot = await bots.OnAsync(provider);
        using var talk = await Talk.BeginAsync(bot, bot.Code);
        var receipt = await talk.FinishAsync();
        var late = TimeProvider.System.GetUtcNow().AddMinutes(-1);
        await Until.TrueAsync(
            async () =>
            {
                await using var db = bot.Get<CaseworkStore>().Open();
                return await db.Cases.Where(c => c.Receipt == receipt).ExecuteUpdateAsync(set => set.SetProperty(c => c.DueAt, late));
            },
            rows => rows == 1);
        await talk.ListenAsync();
        await bot.Get<SweepCases>().HandleAsync(TimeProvider.System.GetUtcNow(), default);
        var told = await Until.TrueAsync(talk.ListenAsync, heard => heard.Count > 0);
        told.ShouldAllBe(a => a.GetProperty("from").GetProperty("role").GetString() == "bot");
        await bot.Get<SweepCases>().HandleAsync(TimeProvider.System.GetUtcNow(), default);
        await Task.Delay(2500);
        (await talk.ListenAsync()).ShouldBeEmpty();
    }
}
