using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Azure.Storage.Queues;
using IntakeBot.Casework.Petitions;
using IntakeBot.Casework.Routing;
using IntakeBot.Casework.Store;
using IntakeBot.Host.Outbox;
using IntakeBot.Host.Store;
using IntakeBot.Host.Tests.Running;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace IntakeBot.Host.Tests.Outbox;

public sealed class OutboxTests(Bots bots)
{
    private static string? Storage => Environment.GetEnvironmentVariable("INTAKEBOT_TEST_AZURITE");

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task In_process_the_case_is_there_at_once_and_the_row_is_done(string provider)
    {
        var bot = await bots.OnAsync(provider);
        using var talk = await Talk.BeginAsync(bot, bot.Code);
        var id = await PetitionAsync(bot, await talk.FinishAsync());
        await Until.TrueAsync(() => CasesAsync(bot, id), count => count == 1);
        await Until.TrueAsync(() => StateAsync(bot, id), state => state == OutboxState.Done);
    }

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task What_a_dead_process_left_behind_is_sent_by_the_next_one(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        Guid id;
        // A relay that never sends, as one that was killed between the commit and the send.
        await using (var dead = await TestBot.StartAsync(database, owned: false, b => b.Services.AddSingleton<PetitionSender, NeverSends>(), "--Outbox:Lease=00:00:01"))
        {
            using var talk = await Talk.BeginAsync(dead, dead.Code);
            id = await PetitionAsync(dead, await talk.FinishAsync());
            (await CasesAsync(dead, id)).ShouldBe(0);
        }

        await using var next = await TestBot.StartAsync(database, owned: false, null, "--Outbox:Poll=00:00:00.2");
        await Until.TrueAsync(() => CasesAsync(next, id), count => count == 1);
        await Until.TrueAsync(() => StateAsync(next, id), state => state == OutboxState.Done);
    }

    [Fact]
    public async Task A_petition_handed_over_twice_is_one_case()
    {
        var bot = await bots.OnAsync(Bots.Sqlite);
        using var talk = await Talk.BeginAsync(bot, bot.Code);
        var id = await PetitionAsync(bot, await talk.FinishAsync());
        await Until.TrueAsync(() => StateAsync(bot, id), state => state == OutboxState.Done);
        await using (var db = bot.Get<HostDbFactory>().CreateDbContext())
        {
            var past = TimeProvider.System.GetUtcNow().AddMinutes(-1);
            await db.Outbox.Where(o => o.PetitionId == id).ExecuteUpdateAsync(set => set.SetProperty(o => o.State, OutboxState.Sent).SetProperty(o => o.NextAt, past));
        }

        bot.Get<OutboxSignal>().Look();
        await Until.TrueAsync(() => StateAsync(bot, id), state => state == OutboxState.Done);
        (await CasesAsync(bot, id)).ShouldBe(1);
    }

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task With_the_queue_down_the_resident_notices_nothing_and_health_says_degraded(string provider)
    {
        var connection = $"DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey={Convert.ToBase64String(new byte[64])};QueueEndpoint=http://127.0.0.1:{DeadPort()}/devstoreaccount1;";
        await using var bot = await TestBot.StartAsync(provider, "--Queue:Provider=azure", $"--Queue:ConnectionString={connection}");
        using var talk = await Talk.BeginAsync(bot, bot.Code);
        var id = await PetitionAsync(bot, await talk.FinishAsync());
        var ready = await Until.TrueAsync(() => bot.Http.GetStringAsync("/health/ready"), text => text.Contains("degraded", StringComparison.Ordinal), 30);
        JsonDocument.Parse(ready).RootElement.GetProperty("checks").GetProperty("queue").GetProperty("reason").GetString()!.ShouldContain("outbox");
        (await StateAsync(bot, id)).ShouldBe(OutboxState.Pending);
        (await bot.Http.GetAsync("/health/live")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task The_queue_gets_the_envelope_without_a_name_and_the_row_waits_for_its_case(string provider)
    {
        Assert.SkipWhen(string.IsNullOrEmpty(Storage), "INTAKEBOT_TEST_AZURITE is not set: run tests/run");
        var queue = new QueueClient(Storage, RoutePetition.Queue, new QueueClientOptions(QueueClientOptions.ServiceVersion.V2025_11_05) { MessageEncoding = QueueMessageEncoding.Base64 });
        await queue.CreateIfNotExistsAsync();
        await using var bot = await TestBot.StartAsync(
            provider, "--Queue:Provider=azure", $"--Queue:ConnectionString={Storage}", "--Outbox:Poll=00:00:00.2", "--Outbox:ResendAfter=00:00:01");
        using var talk = await Talk.BeginAsync(bot, bot.Code);
        var id = await PetitionAsync(bot, await talk.FinishAsync());
        await Until.TrueAsync(() => StateAsync(bot, id), state => state == OutboxState.Sent);

        // Lost on the way, as a queue that was killed loses it: it comes again by itself.
        var first = await ReceiveAsync(queue, id);
        var second = await ReceiveAsync(queue, id);
        second.ShouldBe(first);
        var envelope = PetitionEnvelope.TryRead(second).Envelope.ShouldNotBeNull();
        envelope.Traceparent.ShouldNotBeNullOrEmpty();
        envelope.Petition.Reporter.ShouldBeNull();

        (await bot.Get<RoutePetition>().HandleAsync(second, default)).ShouldBe(Casework.HandlerOutcome.Finished);
        await Until.TrueAsync(() => StateAsync(bot, id), state => state == OutboxState.Done);
        (await CasesAsync(bot, id)).ShouldBe(1);
    }

    [Fact]
    public async Task From_the_last_word_to_the_case_takes_tens_of_milliseconds()
    {
        var bot = await bots.OnAsync(Bots.Sqlite);
        using (var warm = await Talk.BeginAsync(bot, bot.Code)) await warm.FinishAsync();
        using var talk = await Talk.BeginAsync(bot, bot.Code);
        var arrived = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var heard = bot.Get<Live.ChangeFeed>().Subscribe(Live.Topics.Case, _ => arrived.TrySetResult(TimeProvider.System.GetTimestamp()));
        await talk.FinishAsync();
        var finished = TimeProvider.System.GetTimestamp();
        // A generous bound for a busy machine; the figure itself is for the load tests.
        TimeProvider.System.GetElapsedTime(finished, await arrived.Task.WaitAsync(TimeSpan.FromSeconds(10))).TotalMilliseconds.ShouldBeLessThan(1000);
    }

    private static async Task<string> ReceiveAsync(QueueClient queue, Guid id)
    {
        return await Until.TrueAsync(
            async () =>
            {
                foreach (var message in (await queue.ReceiveMessagesAsync(32)).Value)
                {
                    var text = message.Body.ToString();
                    if (!text.Contains(id.ToString(), StringComparison.Ordinal)) continue;
                    await queue.DeleteMessageAsync(message.MessageId, message.PopReceipt);
                    return text;
                }

                return "";
            },
            text => text.Length > 0);
    }

    private static async Task<Guid> PetitionAsync(TestBot bot, string receipt)
    {
        await using var db = bot.Get<CaseworkStore>().Open();
        return (await db.Petitions.SingleAsync(p => p.Receipt == receipt)).Id;
    }

    private static async Task<int> CasesAsync(TestBot bot, Guid petition)
    {
        await using var db = bot.Get<CaseworkStore>().Open();
        return await db.Cases.CountAsync(c => c.PetitionId == petition);
    }

    private static async Task<OutboxState> StateAsync(TestBot bot, Guid petition)
    {
        await using var db = bot.Get<HostDbFactory>().CreateDbContext();
        return (await db.Outbox.AsNoTracking().SingleAsync(o => o.PetitionId == petition)).State;
    }

    private static int DeadPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private sealed class NeverSends : PetitionSender
    {
        public override int Parallel => 1;

        public override async Task<SendResult> SendAsync(OutboxItem item, CancellationToken cancellation)
        {
            await Task.Delay(Timeout.Infinite, cancellation);
            return SendResult.Sent;
        }
    }
}
