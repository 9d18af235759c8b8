using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using IntakeBot.Host.Conversations;
using IntakeBot.Host.Links;
using IntakeBot.Host.Tests.Running;

namespace IntakeBot.Host.Tests.Chat;

public sealed class ChatTests(Bots bots)
{
    [Fact]
    public async Task A_signed_code_brings_its_building_and_fits_a_poster()
    {
        var bot = await bots.OnAsync(Bots.Sqlite);
        var code = bot.Code;
        code.Length.ShouldBeLessThanOrEqualTo(32);
        using var answer = await bot.Http.PostAsJsonAsync("/chat/token", new { building = code });
        var building = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("building");
        building.GetProperty("code").GetString().ShouldBe(code.Split('.')[0]);
        building.GetProperty("address").GetString().ShouldNotBeNullOrEmpty();
    }

    [Theory]
    [InlineData("TW-000001.AAAAAAAAAAAAAA")]
    [InlineData("TW-000001")]
    [InlineData(".AAAAAAAAAAAAAA")]
    [InlineData("TW-000001.%%%")]
    [InlineData("x")]
    [InlineData("TW-000001.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task A_wrong_code_says_so_and_goes_on_without_a_building(string code)
    {
        var bot = await bots.OnAsync(Bots.Sqlite);
        using var answer = await bot.Http.PostAsJsonAsync("/chat/token", new { building = code });
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var token = await answer.Content.ReadFromJsonAsync<JsonElement>();
        token.TryGetProperty("building", out _).ShouldBeFalse();
        token.GetProperty("buildingError").GetString().ShouldBe(bot.Get<HostTexts>().Say("wrongCode"));
        token.GetProperty("token").GetString().ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task A_changed_signature_or_building_opens_nothing()
    {
        var bot = await bots.OnAsync(Bots.Sqlite);
        var codes = bot.Get<SignedCodes>();
        var code = codes.Sign("TW-000123");
        codes.Open(code).ShouldBe("TW-000123");
        codes.Open(code.Replace("123", "124", StringComparison.Ordinal)).ShouldBeNull();
        codes.Open(code[..^1] + (code[^1] == 'A' ? 'E' : 'A')).ShouldBeNull();
        codes.Open(code + "A").ShouldBeNull();
    }

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task The_same_browser_goes_on_where_it_was(string provider)
    {
        var bot = await bots.OnAsync(provider);
        using var talk = await Talk.BeginAsync(bot, bot.Code);
        await talk.SayAsync("房东不退我3000块押金");
        var count = (await talk.AllAsync()).Count;
        talk.Cookies.GetAllCookies().ShouldHaveSingleItem().HttpOnly.ShouldBeTrue();

        var resumed = await talk.PostJsonAsync("/chat/resume", new { }, HttpStatusCode.OK);
        resumed.GetProperty("conversationId").GetString().ShouldBe(talk.Id);
        resumed.GetProperty("building").GetProperty("code").GetString().ShouldNotBeNullOrEmpty();
        talk.Use(resumed.GetProperty("token").GetString()!);
        (await talk.AllAsync()).Count.ShouldBe(count);
        await talk.SayAsync("还在吗");

        using var stranger = await bot.Http.PostAsJsonAsync("/chat/resume", new { });
        stranger.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Too_many_chats_from_one_address_hear_why_and_what_to_do_in_an_emergency()
    {
        await using var bot = await TestBot.StartAsync(Bots.Sqlite, "--Limits:ChatsPerAddressPerMinute=3");
        for (var i = 0; i < 3; i++) (await bot.Http.PostAsJsonAsync("/chat/token", new { })).StatusCode.ShouldBe(HttpStatusCode.OK);
        using var answer = await bot.Http.PostAsJsonAsync("/chat/token", new { });
        answer.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("title").GetString()!.ShouldContain("119");
        // Nothing else is limited by it.
        (await bot.Http.GetAsync("/health/live")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_flood_of_messages_is_slowed_but_an_emergency_always_passes()
    {
        await using var bot = await TestBot.StartAsync(Bots.Sqlite, "--Limits:MessageBurst=3", "--Limits:MessagesPerSecond=1");
        using var talk = await Talk.BeginAsync(bot);
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 8; i++) statuses.Add((await talk.PostAsync("房东不退我3000块押金")).StatusCode);
        statuses.ShouldContain(HttpStatusCode.TooManyRequests);
        for (var i = 0; i < 6; i++) (await talk.PostAsync("着火了!快救人")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("{", 400)]
    [InlineData("""{"building":5}""", 400)]
    [InlineData("", 200)]
    public async Task Odd_requests_for_a_token_get_a_clear_answer(string body, int expected)
    {
        var bot = await bots.OnAsync(Bots.Sqlite);
        using var answer = await bot.Http.PostAsync("/chat/token", new StringContent(body, new System.Net.Http.Headers.MediaTypeHeaderValue("application/json")));
        ((int)answer.StatusCode).ShouldBe(expected);
    }
}
