using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using IntakeBot.Casework.Store;
using IntakeBot.Host.Conversations;
using IntakeBot.Host.Presence;
using IntakeBot.Host.Staff;
using IntakeBot.Host.Store;
using IntakeBot.Host.Tests.Desk;
using IntakeBot.Host.Tests.Running;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Host.Tests.Presence;

/// <summary>What each side sees of the other besides words: who answers, who is typing, how far was read, who waits.</summary>
public sealed class PresenceTests(Bots bots)
{
    private static readonly StaffMember Li = new("staff-li", "李工", StaffRole.Clerk, "ST-1", "塘尾站");

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task The_resident_waits_from_the_first_unanswered_word_to_a_word_of_staff(string provider)
    {
        var bot = await bots.OnAsync(provider);
        var (resident, found) = await bot.RealCaseAsync();
        using var _ = resident;
        var staff = bot.Get<StaffMessages>();
        await resident.SayAsync("有人吗");
        (await WaitingAsync(bot, resident.Id)).ShouldBeNull("the bot owns it");
        await staff.ClaimAsync(found.Id, Li);
        (await WaitingAsync(bot, resident.Id)).ShouldBeNull("nothing was said to staff yet");

        await resident.SayAsync("你好");
        var since = (await WaitingAsync(bot, resident.Id)).ShouldNotBeNull();
        await resident.SayAsync("在吗?");
        (await WaitingAsync(bot, resident.Id)).ShouldBe(since);
        await staff.SayAsync(found.Id, Li, "在的,您说。", "w1");
        (await WaitingAsync(bot, resident.Id)).ShouldBeNull();

        await resident.SayAsync("那什么时候来");
        (await WaitingAsync(bot, resident.Id)).ShouldNotBeNull();
        await staff.HandBackAsync(found.Id, Li);
        (await WaitingAsync(bot, resident.Id)).ShouldBeNull();
        await staff.ClaimAsync(found.Id, Li);
        await resident.SayAsync("又是你啊");
        await staff.CloseAsync(found.Id, Li, "answered", "都说清楚了。");
        (await WaitingAsync(bot, resident.Id)).ShouldBeNull();
    }

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task Read_marks_grow_only_and_never_beyond_what_was_said(string provider)
    {
        var bot = await bots.OnAsync(provider);
        using var talk = await Talk.BeginAsync(bot);
        await talk.SayAsync("你好");
        await talk.ListenAsync();
        var (last, marks) = (long.Parse(talk.Watermark), bot.Get<ReadMarks>());
        var version = await RowAsync(bot, talk.Id, c => c.Version);
        foreach (var seq in (long[])[last, last - 1, last + 100]) await SeenAsync(talk, seq);
        (await Until.TrueAsync(() => marks.OfAsync(talk.Id), m => m.Resident > 0)).Resident.ShouldBe(last);
        await Task.Delay(400);
        (await marks.OfAsync(talk.Id)).ShouldBe(new Marks(last, 0, null));
        (await RowAsync(bot, talk.Id, c => c.Version)).ShouldBe(version, "a mark is no turn");
    }

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task A_client_that_asks_sees_who_answers_and_what_staff_have_seen_and_others_see_nothing_new(string provider)
    {
        var bot = await bots.OnAsync(provider);
        var (resident, found) = await bot.RealCaseAsync();
        using var _ = resident;
        await PollAsync(resident, "presence=").ContinueWith(polled => polled.Result.ShouldBeEmpty("the bot answers and nobody has read"), TaskScheduler.Default);
        using var socket = await OpenAsync(resident.StreamUrl + "&presence=");
        using var foreign = await Talk.BeginAsync(bot);

        await bot.Get<StaffMessages>().ClaimAsync(found.Id, Li);
        var claimed = await HintAsync(socket, "event");
        claimed.GetProperty("name").GetString().ShouldBe("intake/presence");
        claimed.GetProperty("value").GetProperty("owner").GetString().ShouldBe("塘尾站 李工");
        claimed.GetProperty("value").TryGetProperty("seenUpTo", out var _).ShouldBeFalse();

        await resident.SayAsync("门还是锁着");
        var said = (await resident.AllAsync())[^1];
        bot.Get<ReadMarks>().SeenByStaff(resident.Id, long.Parse((await SetAsync(resident, "")).GetProperty("watermark").GetString()!));
        var seen = await HintAsync(socket, "event");
        seen.GetProperty("value").GetProperty("seenUpTo").GetDateTimeOffset().ShouldBe(said.GetProperty("timestamp").GetDateTimeOffset());

        // A poll tells it once; who does not ask is told nothing.
        var polled = (await PollAsync(resident, "presence=")).ShouldHaveSingleItem();
        (await PollAsync(resident, $"presence={polled.GetProperty("id").GetString()}")).ShouldBeEmpty();
        (await PollAsync(resident, "")).ShouldBeEmpty();
        (await resident.AllAsync()).ShouldAllBe(a => a.GetProperty("type").GetString() == "message");
    }

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task Typing_of_the_owner_is_shown_on_socket_and_poll_every_three_seconds_at_most_and_kept_nowhere(string provider)
    {
        var bot = await bots.OnAsync(provider);
        var (resident, found) = await bot.RealCaseAsync();
        using var _ = resident;
        using var socket = await OpenAsync(resident.StreamUrl);
        var typing = bot.Get<StaffTyping>();
        await bot.Get<StaffMessages>().ClaimAsync(found.Id, Li);
        await typing.TypeAsync(resident.Id, Li.Id);
        await typing.TypeAsync(resident.Id, Li.Id);
        var shown = await HintAsync(socket, "typing");
        shown.GetProperty("from").GetProperty("name").GetString().ShouldBe("塘尾站 李工");
        shown.GetProperty("from").GetProperty("role").GetString().ShouldBe("bot");

        (await PollAsync(resident, "")).ShouldHaveSingleItem().GetProperty("id").GetString().ShouldBe(shown.GetProperty("id").GetString());
        await bot.Get<StaffMessages>().SayAsync(found.Id, Li, "马上到", "t1");
        (await PollAsync(resident, "")).ShouldBeEmpty();
        (await resident.AllAsync()).ShouldAllBe(a => a.GetProperty("type").GetString() == "message");
        // Between the two nothing more was shown.
        (await NextAsync(socket))[^1].GetProperty("text").GetString().ShouldBe("马上到");
    }

    [Fact]
    public async Task Nobody_but_the_owner_is_shown_typing()
    {
        var bot = await bots.OnAsync(Bots.Sqlite);
        var (resident, _) = await bot.RealCaseAsync();
        using var __ = resident;
        await bot.Get<StaffTyping>().TypeAsync(resident.Id, Li.Id);
        (await PollAsync(resident, "")).ShouldBeEmpty();
    }

    private static async Task SeenAsync(Talk talk, long seq)
    {
        using var answer = await talk.Http.PostAsJsonAsync(
            $"/v3/directline/conversations/{talk.Id}/activities", new { type = "event", name = "intake/seen", from = new { id = "resident" }, channelData = new { intake = new { seen = seq.ToString() } } });
        answer.EnsureSuccessStatusCode();
    }

    private static Task<DateTimeOffset?> WaitingAsync(TestBot bot, string id) => RowAsync(bot, id, c => c.WaitingSince);

    private static async Task<T> RowAsync<T>(TestBot bot, string id, System.Linq.Expressions.Expression<Func<ConversationRow, T>> column)
    {
        await using var db = bot.Get<HostDbFactory>().CreateDbContext();
        return await db.Conversations.Where(c => c.Id == id).Select(column).SingleAsync();
    }

    private static Task<JsonElement> SetAsync(Talk talk, string more) =>
        talk.Http.GetFromJsonAsync<JsonElement>($"/v3/directline/conversations/{talk.Id}/activities?watermark=0&{more}");

    /// <summary>What is shown and not stored.</summary>
    private static async Task<List<JsonElement>> PollAsync(Talk talk, string more) =>
        [.. (await SetAsync(talk, more)).GetProperty("activities").EnumerateArray().Where(a => a.GetProperty("type").GetString() != "message")];

    internal static async Task<ClientWebSocket> OpenAsync(string url)
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(new(url), default);
        return socket;
    }

    internal static async Task<JsonElement> HintAsync(ClientWebSocket socket, string type)
    {
        while (true)
        {
            foreach (var activity in await NextAsync(socket)) if (activity.GetProperty("type").GetString() == type) return activity;
        }
    }

    private static async Task<List<JsonElement>> NextAsync(ClientWebSocket socket)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        using var whole = new MemoryStream();
        var piece = new byte[64 * 1024];
        WebSocketReceiveResult read;
        do
        {
            read = await socket.ReceiveAsync(piece, limit.Token);
            whole.Write(piece, 0, read.Count);
        }
        while (!read.EndOfMessage || whole.Length == 0);
        return [.. JsonSerializer.Deserialize<JsonElement>(Encoding.UTF8.GetString(whole.ToArray())).GetProperty("activities").EnumerateArray()];
    }
}
