using IntakeBot.Casework.Places;
using IntakeBot.Host.Links;
using IntakeBot.Host.Posters;
using IntakeBot.Host.StartUp;
using IntakeBot.Host.Store;
using IntakeBot.Host.Tests.Running;
using IntakeBot.Host.Tests.WeChat;

namespace IntakeBot.Host.Tests.Posters;

public sealed class WeChatLinkTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("intakebot-posters-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task WeChat_makes_one_code_for_a_building_and_a_second_run_uses_up_none(string provider)
    {
        await using var world = await WeChatWorld.StartAsync();
        await using var bot = await world.BotAsync(provider, "--Posters:ScenesPerMinute=60000");
        var codes = Codes(bot, 30);
        var order = new PosterOrder { Folder = _folder, Buildings = codes[..12], Link = PosterLink.WeChat, Format = PosterFormat.Svg };
        (await MakeAsync(bot, order)).ShouldBe(12);
        world.Api.Scenes.ShouldAllBe(scene => scene.Length <= 32);
        world.Api.Scenes.Select(scene => bot.Get<SignedCodes>().Open(scene)).Order().ShouldBe(codes[..12].Order());
        var links = Directory.GetFiles(_folder, "*.svg", SearchOption.AllDirectories).Select(file => Scanner.Read(File.ReadAllText(file))).ToList();
        links.ShouldAllBe(link => link!.StartsWith("http://weixin.qq.com/q/"));
        links.Distinct().Count().ShouldBe(12);
        File.ReadAllText(Directory.GetFiles(_folder, "*.svg", SearchOption.AllDirectories)[0]).ShouldContain("微信");

        (await MakeAsync(bot, order)).ShouldBe(0);
        (await MakeAsync(bot, order with { Buildings = codes })).ShouldBe(18);
        world.Api.Scenes.Count.ShouldBe(30);
    }

    [Fact]
    public async Task More_codes_than_an_account_has_are_refused_before_the_first_is_made()
    {
        await using var world = await WeChatWorld.StartAsync();
        await using var bot = await world.BotAsync(Bots.Sqlite);
        await using (var db = bot.Get<HostDbFactory>().CreateDbContext())
        {
            var now = TimeProvider.System.GetUtcNow();
            db.PosterScenes.AddRange(Enumerable.Range(0, WeChatLinks.MostPerAccount - 2).Select(i => new PosterSceneRow { AppId = WeChatWorld.AppId, Scene = $"old-{i}", Url = "u", CreatedAt = now }));
            db.PosterScenes.Add(new() { AppId = "another", Scene = "x", Url = "u", CreatedAt = now });
            await db.SaveChangesAsync();
        }
        var order = new PosterOrder { Folder = _folder, Buildings = Codes(bot, 3), Link = PosterLink.WeChat, Format = PosterFormat.Svg };
        (await Should.ThrowAsync<SettingException>(() => MakeAsync(bot, order))).Message.ShouldContain("99998");
        world.Api.Scenes.ShouldBeEmpty();
        (await MakeAsync(bot, order with { Buildings = Codes(bot, 2) })).ShouldBe(2);
    }

    private static string[] Codes(TestBot bot, int count) => [.. Enumerable.Range(0, count).Select(i => bot.Get<PlacesSource>().Current.Gazetteer.BuildingAt(i).Code)];

    /// <returns>How many codes were made.</returns>
    private static async Task<int> MakeAsync(TestBot bot, PosterOrder order)
    {
        using var plan = bot.Get<PosterRun>().Plan(order);
        var (made, missing) = (0, await plan.Links.MissingAsync(plan.Codes, default));
        await plan.Links.MakeAsync(plan.Codes, count => Interlocked.Add(ref made, count), default);
        made.ShouldBe(missing);
        await PosterRun.RunAsync(plan, _ => { }, default);
        return made;
    }
}
