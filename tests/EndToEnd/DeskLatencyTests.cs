using System.Globalization;
using System.Text.Json;
using IntakeBot.EndToEnd.Tests.Running;

namespace IntakeBot.EndToEnd.Tests;

/// <summary>
/// How long from the resident's last word to the case on an open desk page, in a real browser: 100 petitions one after
/// another. Targets on a machine of its own: p99 at most 200 ms embedded, 1 s through Azurite and functions/Host in a
/// process of its own. The tests allow for a busy machine; the figures are written beside the screenshots.
/// </summary>
public sealed class DeskLatencyTests
{
    private const int Petitions = 100;

    [Fact]
    public async Task Embedded_a_case_is_on_the_open_desk_at_once()
    {
        await using var bot = await BotProcess.StartAsync();
        await MeasureAsync(bot, "embedded", 500);
    }

    [Fact]
    public async Task Through_the_queue_a_case_is_on_the_open_desk_within_seconds()
    {
        await using var city = await CityStore.CreateAsync();
        await using var bot = await BotProcess.StartAsync(city.Settings);
        await using var functions = await FunctionsProcess.StartAsync(city.Settings);
        await MeasureAsync(bot, "azurite", 2000);
    }

    private static async Task MeasureAsync(BotProcess bot, string name, double limitMilliseconds)
    {
        await using var browser = await Browser.StartAsync();
        var desk = await new DeskPage(await browser.DeskAsync()).SignInAsync(bot);
        await desk.WatchArrivalsAsync();
        var code = bot.ResidentPage[(bot.ResidentPage.LastIndexOf('/') + 1)..];
        var took = new List<double>();
        for (var i = 0; i < Petitions; i++)
        {
            using var resident = await Resident.ArriveAsync(bot.Url, code);
            await resident.TellAsync("房东不退我3000块押金,上周三退的房");
            var spoken = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
            await resident.SayAsync("对,提交");
            resident.Receipt.ShouldNotBeNull(resident.LastText);
            took.Add(await desk.ArrivalOfAsync(resident.Receipt) - spoken);
            // Taken back, so that the first page of the queue always has room for the next
            await resident.SayAsync("已经解决了");
            if (resident.State != "closed")
                await resident.SayAsync("是的");
        }

        took.Sort();
        var figures = new { name, petitions = Petitions, p50 = took[Petitions / 2], p90 = took[Petitions * 9 / 10], p99 = took[(Petitions * 99 / 100) - 1], max = took[^1] };
        var line = JsonSerializer.Serialize(figures);
        await File.AppendAllTextAsync(Path.Combine(Repository.Artifacts, "desk-latency.jsonl"), line + "\n");
        TestContext.Current.SendDiagnosticMessage(line);
        figures.p99.ShouldBeLessThanOrEqualTo(limitMilliseconds, string.Create(CultureInfo.InvariantCulture, $"{line}"));
    }
}
