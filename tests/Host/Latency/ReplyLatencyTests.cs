using System.Diagnostics;
using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using IntakeBot.Casework.Cases;
using IntakeBot.EndToEnd.Tests.Running;
using IntakeBot.Host.Conversations;
using IntakeBot.Host.Staff;
using IntakeBot.Host.Tests.BotFramework;
using IntakeBot.Host.Tests.Desk;
using IntakeBot.Host.Tests.Running;
using IntakeBot.Host.Tests.WeChat;

namespace IntakeBot.Host.Tests.Latency;

/// <summary>
/// How long a clerk's reply takes to whoever holds the resident's end of each channel that pushes: 100 replies each, one after another in each conversation; p99 at
/// most one second. The figures stand in <c>artifacts/tests/reply-latency.jsonl</c>. The page in Chromium is measured in the end-to-end tests.
/// </summary>
public sealed class ReplyLatencyTests(Bots bots, WeChatBots wechat, DeveloperBots developers)
{
    private const int Replies = 100;
    private static readonly StaffMember Li = new("staff-li", "李工", StaffRole.Clerk, "ST-1", "塘尾站");

    [Fact]
    public async Task Over_the_socket_of_Direct_Line()
    {
        var bot = await bots.OnAsync(Bots.Sqlite);
        var (resident, found) = await bot.RealCaseAsync();
        using var _ = resident;
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new(resident.StreamUrl), default);
        await bot.Get<StaffMessages>().ClaimAsync(found.Id, Li);
        var buffer = new byte[256 * 1024];
        await MeasureAsync("direct-line-socket", bot, found.Id, Li, async text =>
        {
            for (var heard = ""; !heard.Contains(text, StringComparison.Ordinal);)
            {
                var read = await socket.ReceiveAsync(buffer, default);
                heard = Encoding.UTF8.GetString(buffer, 0, read.Count);
            }
        });
    }

    [Fact]
    public async Task To_the_client_of_Microsoft()
    {
        var bot = await bots.OnAsync(Bots.Sqlite);
        await using var client = new DirectLinePeer(new { token = await DirectLinePeer.TokenAsync(bot.Url, bot.Code), domain = bot.Url + "/v3/directline", webSocket = true });
        await client.SayAsync("房东不退我3000块押金,上周三退的房");
        for (var i = 0; i < 12 && client.Receipt is null; i++) await client.SayAsync(Answer(client.Asking));
        var found = await Until.TrueAsync(() => bot.Get<CaseReader>().DetailAsync(client.Receipt!), detail => detail is not null);
        await bot.Get<StaffMessages>().ClaimAsync(found!.Case.Id, Li);
        await MeasureAsync("directlinejs", bot, found.Case.Id, Li, async text =>
        {
            while (!client.Heard.Any(a => a.TryGetProperty("text", out var said) && said.GetString() == text)) await Task.Delay(2);
        });
    }

    [Fact]
    public async Task Through_the_Connector_of_the_Bot_Framework()
    {
        await using var connector = await ConnectorDouble.StartAsync();
        var bot = await developers.OnAsync(Bots.Sqlite);
        var talk = new ChannelTalk(bot, connector.ServiceUrl) { Channel = "msteams" };
        await talk.AskAsync("房东不退我3000块押金,上周三退的房");
        for (var i = 0; i < 12 && talk.Receipt is null; i++) await talk.AskAsync(talk.Next());
        var found = await Until.TrueAsync(() => bot.Get<CaseReader>().DetailAsync(talk.Receipt!), detail => detail is not null);
        await bot.Get<StaffMessages>().ClaimAsync(found!.Case.Id, Li);
        await MeasureAsync("bot-framework-connector", bot, found.Case.Id, Li, async text =>
        {
            while (!connector.Texts.Contains(text)) await Task.Delay(2);
        });
    }

    [Fact]
    public async Task As_a_customer_service_message_of_WeChat()
    {
        var (world, bot) = await wechat.OnAsync(Bots.Sqlite);
        // Each reply waits half a second for others to share a message with: five residents are written to side by side.
        var took = await Task.WhenAll(Enumerable.Range(0, 5).Select(async n =>
        {
            using var resident = new WeChatResident(world, bot);
            await resident.EventAsync("SCAN", bot.Code);
            var clerk = await Clerk.ClaimAsync(bot, await resident.FinishAsync());
            return await RepliesAsync($"wechat-{n}", Replies / 5, bot, clerk.CaseId, Clerk.Li, async text =>
            {
                while (!world.Api.ShownTo(resident.OpenId).Any(shown => shown.Contains(text, StringComparison.Ordinal))) await Task.Delay(2);
            }, before: () => resident.SayAsync("好的"));
        }));
        await JudgeAsync("wechat-customer-service", took.SelectMany(t => t));
    }

    private static async Task MeasureAsync(string channel, TestBot bot, Guid caseId, StaffMember clerk, Func<string, Task> arrives) =>
        await JudgeAsync(channel, await RepliesAsync(channel, Replies, bot, caseId, clerk, arrives));

    /// <summary>Milliseconds from a clerk's word to its arrival.</summary>
    private static async Task<List<double>> RepliesAsync(string channel, int count, TestBot bot, Guid caseId, StaffMember clerk, Func<string, Task> arrives, Func<Task>? before = null)
    {
        var took = new List<double>();
        for (var i = 0; i < count; i++)
        {
            // WeChat counts: the resident talks along, as in life.
            if (before is not null) await before();
            var text = string.Create(CultureInfo.InvariantCulture, $"reply-{i}-of-{channel}");
            var began = Stopwatch.GetTimestamp();
            (await bot.Get<StaffMessages>().SayAsync(caseId, clerk, text, text)).ShouldBeOfType<StaffResult.Done>();
            await arrives(text).WaitAsync(TimeSpan.FromSeconds(20));
            took.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        return took;
    }

    private static async Task JudgeAsync(string channel, IEnumerable<double> measured)
    {
        List<double> took = [.. measured.Order()];
        var figures = new { name = channel, replies = took.Count, p50 = took[took.Count / 2], p99 = took[took.Count * 99 / 100], max = took[^1] };
        var line = JsonSerializer.Serialize(figures);
        await File.AppendAllTextAsync(Path.Combine(Artifacts(), "reply-latency.jsonl"), line + "\n");
        TestContext.Current.SendDiagnosticMessage(line);
        figures.p99.ShouldBeLessThanOrEqualTo(1000, line);
    }

    private static string Answer(string? asking) => asking switch { "contact" => "匿名", "confirm" => "发送", "where" => "就在这栋", "detail" => "502", "when" or "since" => "上周三", "category" => "1", _ => "跳过" };

    private static string Artifacts()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "IntakeBot.sln"))) folder = folder.Parent;
        var artifacts = Environment.GetEnvironmentVariable("INTAKEBOT_TEST_ARTIFACTS") ?? Path.Combine(folder!.FullName, "artifacts", "tests");
        Directory.CreateDirectory(artifacts);
        return artifacts;
    }
}
