using System.Collections.Concurrent;
using System.Diagnostics;
using IntakeBot.Casework.Store;
using IntakeBot.Host.Tests.Running;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Host.Tests.Outbox;

public sealed class TraceTests(Bots bots)
{
    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task One_trace_leads_from_the_residents_last_word_to_the_case(string provider)
    {
        var bot = await bots.OnAsync(provider);
        var spans = new ConcurrentQueue<(string Name, string Trace)>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "IntakeBot",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = span => spans.Enqueue((span.OperationName, span.TraceId.ToHexString())),
        };
        ActivitySource.AddActivityListener(listener);
        using var talk = await Talk.BeginAsync(bot, bot.Code);
        var receipt = await talk.FinishAsync();
        var found = await Until.TrueAsync(
            async () =>
            {
                await using var db = bot.Get<CaseworkStore>().Open();
                return await db.Cases.AsNoTracking().SingleOrDefaultAsync(c => c.Receipt == receipt);
            },
            row => row is not null);
        var trace = found!.Traceparent!.Split('-')[1];
        await Until.TrueAsync(() => Task.FromResult(spans.Count(s => s.Trace == trace)), count => count >= 3);
        spans.Where(s => s.Trace == trace).Select(s => s.Name).ShouldBe(["turn", "outbox send", "route petition"], ignoreOrder: true);
    }
}
