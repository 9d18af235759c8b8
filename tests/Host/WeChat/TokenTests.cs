using IntakeBot.Host.Tests.Running;
using IntakeBot.Host.WeChat.Api;

namespace IntakeBot.Host.Tests.WeChat;

public sealed class TokenTests
{
    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task One_token_serves_all_calls_of_all_processes_and_lies_sealed(string provider)
    {
        await using var world = await WeChatWorld.StartAsync();
        await using var database = await TestDatabase.CreateAsync(provider);
        await using (var bot = await world.BotAsync(database))
        {
            var urls = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => bot.Get<WeChatApi>().CreatePermanentSceneAsync($"GD-{i}")));
            urls.ShouldAllBe(url => url.StartsWith("http://weixin.qq.com/q/"));
        }

        await using var next = await world.BotAsync(database);
        await next.Get<WeChatApi>().CreatePermanentSceneAsync("GD-10");
        world.Api.TokenCalls.ShouldBe(1);
        world.Api.Scenes.Count.ShouldBe(11);
        if (!database.IsPostgres) (await File.ReadAllTextAsync(Path.Combine(database.Folder, "intake.db"), System.Text.Encoding.Latin1)).ShouldNotContain("TOKEN-");
    }

    [Fact]
    public async Task A_token_that_is_refused_is_read_again_once_and_never_forced()
    {
        await using var world = await WeChatWorld.StartAsync();
        await using var bot = await world.BotAsync(Bots.Sqlite);
        await bot.Get<WeChatApi>().CreatePermanentSceneAsync("a");
        world.Api.EndToken();
        await bot.Get<WeChatApi>().CreatePermanentSceneAsync("b");
        (world.Api.TokenCalls, world.Api.ForcedToken).ShouldBe((2, false));
        bot.Logs.Lines.ShouldAllBe(line => !line.Contains("TOKEN-"));
    }

    [Fact]
    public async Task A_token_near_its_end_is_exchanged_while_it_still_works()
    {
        await using var world = await WeChatWorld.StartAsync();
        world.Api.Lifetime = 200;
        await using var bot = await world.BotAsync(Bots.Sqlite);
        await bot.Get<WeChatApi>().CreatePermanentSceneAsync("a");
        world.Api.Lifetime = 7200;
        await bot.Get<WeChatApi>().CreatePermanentSceneAsync("b");
        await Until.TrueAsync(() => Task.FromResult(world.Api.TokenCalls), calls => calls == 2);
        await bot.Get<WeChatApi>().CreatePermanentSceneAsync("c");
        world.Api.TokenCalls.ShouldBe(2);
    }

    [Fact]
    public async Task Without_a_token_the_reason_is_said_in_a_sentence_without_secrets()
    {
        await using var world = await WeChatWorld.StartAsync();
        await using var bot = await world.BotAsync(Bots.Sqlite, "--WeChat:AppSecret=not-the-secret-of-it");
        var failed = await Should.ThrowAsync<InvalidOperationException>(() => bot.Get<WeChatApi>().CreatePermanentSceneAsync("a"));
        failed.Message.ShouldNotContain("not-the-secret");
        bot.Logs.Lines.ShouldContain(line => line.Contains("wechat-40125", StringComparison.Ordinal));
        bot.Logs.Lines.ShouldAllBe(line => !line.Contains("not-the-secret"));
    }
}
