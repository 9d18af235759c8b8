using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using IntakeBot.Casework.Places;
using IntakeBot.Casework.Store;
using IntakeBot.Host.Conversations;
using IntakeBot.Host.Staff;
using IntakeBot.Host.Tests.Running;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SkiaSharp;

namespace IntakeBot.Host.Tests.Conversations;

/// <summary>Behaviours 13, 16, 21, 23, 24, in the program as it is started without any set-up.</summary>
public sealed class KeptInformedTests(Bots bots)
{
    private static readonly StaffMember Li = new("staff-li", "李工", StaffRole.Clerk, "ST-1", "塘尾站");

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task Behaviour_13_who_joined_hears_of_takeover_and_end_without_asking_and_nothing_of_the_reporter(string provider)
    {
        var bot = await bots.OnAsync(provider);
        var code = bot.Code;
        using var reporter = await Talk.BeginAsync(bot, code);
        var receipt = await reporter.FinishAsync("楼下垃圾没人收,三个月了,我叫王小明,电话13812345678");
        var found = await ComingBackTests.CaseAsync(bot, receipt);

        using var joiner = await Talk.BeginAsync(bot, code);
        await joiner.SayAsync("楼下垃圾没人收,两个月了");
        for (var turn = 0; turn < 8; turn++)
        {
            await joiner.ListenAsync();
            if (joiner.Asking is null) break;
            await joiner.SayAsync(joiner.Asking switch { "duplicate" => "加入", "contact" => "匿名", "confirm" => "发送", _ => "跳过" });
        }

        await using (var db = bot.Get<CaseworkStore>().Open()) (await db.Supplements.CountAsync(s => s.PetitionId == found.PetitionId)).ShouldBe(1);
        var staff = bot.Get<StaffMessages>();
        await staff.ClaimAsync(found.Id, Li);
        await staff.SayAsync(found.Id, Li, "王小明您好,只给您看的话", "k1");
        (await NextAsync(joiner)).ShouldContain("接手");
        await staff.CloseAsync(found.Id, Li, "answered", "王小明您好,垃圾明天清。");
        (await NextAsync(joiner)).ShouldContain("处理完了");
        await Task.Delay(2500);
        (await joiner.ListenAsync()).ShouldBeEmpty();
        var all = string.Join('\n', (await joiner.AllAsync()).Select(a => a.ToString()));
        foreach (var secret in (string[])["王小明", "13812345678", receipt, "只给您看的话", "垃圾明天清"]) all.ShouldNotContain(secret);
        // Nor does the reporter hear twice.
        (await reporter.AllAsync()).Count(a => a.GetProperty("text").GetString()!.Contains("垃圾明天清", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task Behaviour_24_nobody_takes_over_in_time_and_the_resident_is_told_by_the_program_itself(string provider)
    {
        await using var city = await ComingBackTests.CityAsync(provider);
        using var talk = await Talk.BeginAsync(city.Bot, city.Bot.Code);
        var found = await ComingBackTests.CaseAsync(city.Bot, await talk.FinishAsync());
        await talk.ListenAsync();
        city.Clock.Ahead = TimeSpan.FromMinutes(6);
        var told = await Until.TrueAsync(talk.ListenAsync, heard => heard.Count > 0, 30);
        var station = city.Bot.Get<PlacesSource>().Current.FindStation(found.StationId)!.Name;
        told.ShouldHaveSingleItem().GetProperty("text").GetString()!.ShouldContain(station);
        await Task.Delay(12_500);
        (await talk.ListenAsync()).ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task Behaviour_23_at_night_the_resident_hears_who_is_really_there_or_that_nobody_is(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var clock = new ShiftedTime();
        var china = clock.GetUtcNow().ToOffset(TimeSpan.FromHours(8));
        clock.Ahead = china.Date.AddDays(1).AddHours(3) - china.DateTime;
        Task<TestBot> StartAsync() => TestBot.StartAsync(database, owned: false, builder => builder.Services.AddSingleton<TimeProvider>(clock));
        await using (var bot = await StartAsync())
        {
            using var talk = await Talk.BeginAsync(bot, bot.Code);
            var found = await ComingBackTests.CaseAsync(bot, await talk.FinishAsync());
            var places = bot.Get<PlacesSource>().Current;
            var station = places.FindStation(found.StationId)!;
            places.IsOnDuty(station, clock.GetUtcNow()).ShouldBeTrue();
            (await SaidAsync(talk)).ShouldContain($"{station.Name}现在有人值班");
            await using var db = bot.Get<CaseworkStore>().Open();
            await db.Shifts.ExecuteDeleteAsync();
        }

        await using var empty = await StartAsync();
        _ = empty.Code;
        using var alone = await Talk.BeginAsync(empty, empty.Code);
        await alone.FinishAsync();
        (await SaidAsync(alone)).ShouldContain("没有人在岗");
        (await SaidAsync(alone)).ShouldNotContain("分钟内");
    }

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task Behaviour_21_the_notice_that_was_shown_is_recorded_in_the_petition_and_told_whole_on_request(string provider)
    {
        var bot = await bots.OnAsync(provider);
        using var talk = await Talk.BeginAsync(bot, bot.Code);
        await talk.SayAsync("隐私");
        (await talk.ListenAsync()).ShouldContain(a => a.GetProperty("text").GetString()!.Contains("身份证号不保存", StringComparison.Ordinal));
        var receipt = await talk.FinishAsync();
        await using var db = bot.Get<CaseworkStore>().Open();
        var id = await db.Petitions.Where(p => p.Receipt == receipt).Select(p => p.Id).SingleAsync();
        var consent = (await PetitionStore.FindAsync(db, id, bot.Get<IPersonalDataProtector>(), default))!.Consent!;
        consent.Notice.ShouldBe("privacy/1");
        consent.At.ShouldBeInRange(TimeProvider.System.GetUtcNow().AddMinutes(-5), TimeProvider.System.GetUtcNow());
    }

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task Behaviour_16_a_photo_is_acknowledged_on_the_summary_and_after_sending_and_reaches_the_case(string provider)
    {
        var bot = await bots.OnAsync(provider);
        using var talk = await Talk.BeginAsync(bot, bot.Code);
        await talk.SayAsync("房东不退我3000块押金,上周三退的房");
        await talk.SayAsync("匿名");
        await talk.ListenAsync();
        talk.Asking.ShouldBe("confirm");
        (await SendPhotoAsync(talk)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await talk.ListenAsync()).ShouldContain(a => Acknowledged(a));
        talk.Asking.ShouldBe("confirm");
        await talk.SayAsync("发送");
        await talk.ListenAsync();
        var found = await ComingBackTests.CaseAsync(bot, talk.Receipt!);
        (await SendPhotoAsync(talk)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await talk.ListenAsync()).ShouldContain(a => Acknowledged(a));
        await using var db = bot.Get<CaseworkStore>().Open();
        var petition = (await PetitionStore.FindAsync(db, found.PetitionId, bot.Get<IPersonalDataProtector>(), default))!;
        petition.Attachments!.ShouldHaveSingleItem().ContentType.ShouldBe("image/jpeg");
        petition.Supplements!.ShouldHaveSingleItem().Attachments!.ShouldHaveSingleItem().ContentType.ShouldBe("image/jpeg");
    }

    [Fact]
    public async Task An_emergency_with_a_photo_passes_the_limits_and_everything_else_hears_why_not()
    {
        await using var bot = await TestBot.StartAsync(Bots.Sqlite, "--Limits:MessageBurst=2", "--Limits:MessagesPerSecond=1");
        using var talk = await Talk.BeginAsync(bot);
        for (var i = 0; i < 6; i++) (await talk.PostAsync("楼下太吵了")).Dispose();
        using var refused = await talk.PostAsync("楼下太吵了");
        refused.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        JsonDocument.Parse(await refused.Content.ReadAsStringAsync()).RootElement.GetProperty("error").GetProperty("message").GetString()!.ShouldContain("119");
        (await SendPhotoAsync(talk)).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        await talk.ListenAsync();
        (await SendPhotoAsync(talk, "三楼着火了,快来人")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await talk.ListenAsync()).ShouldContain(a => a.GetProperty("text").GetString()!.Contains("119", StringComparison.Ordinal));
    }

    private static bool Acknowledged(JsonElement activity) =>
        activity.GetProperty("from").GetProperty("role").GetString() == "bot" && (activity.GetProperty("text").GetString()!.Contains("照片收到", StringComparison.Ordinal) || activity.GetProperty("text").GetString()!.Contains("图片收到", StringComparison.Ordinal));

    private static async Task<string> NextAsync(Talk talk) =>
        (await Until.TrueAsync(talk.ListenAsync, heard => heard.Count > 0)).ShouldHaveSingleItem().GetProperty("text").GetString()!;

    private static async Task<string> SaidAsync(Talk talk) => string.Join('\n', (await talk.AllAsync()).Select(a => a.GetProperty("text").GetString()));

    private static async Task<HttpResponseMessage> SendPhotoAsync(Talk talk, string? text = null)
    {
        using var bitmap = new SKBitmap(40, 30);
        var form = new MultipartFormDataContent();
        var activity = new StringContent(JsonSerializer.Serialize(new { type = "message", text, locale = "zh-CN" }), Encoding.UTF8);
        activity.Headers.ContentType = new MediaTypeHeaderValue("application/vnd.microsoft.activity");
        form.Add(activity, "activity", "blob");
        var photo = new ByteArrayContent(bitmap.Encode(SKEncodedImageFormat.Jpeg, 80).ToArray());
        photo.Headers.ContentType = new("image/jpeg");
        form.Add(photo, "file", "p.jpg");
        return await talk.Http.PostAsync($"/v3/directline/conversations/{talk.Id}/upload?userId=x", form);
    }
}
