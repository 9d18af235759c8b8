using IntakeBot.Casework.Cases;
using IntakeBot.Casework.Petitions;
using IntakeBot.Casework.Places;
using IntakeBot.Casework.Store;
using IntakeBot.Host.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace IntakeBot.Load.Queue;

/// <summary>
/// A store as after years of work: of ten cases one is open, of these four wait for somebody; what waits too long was called
/// to a second desk and to the subdistrict's. Busy stations have ten times as many as quiet ones. Always the same.
/// </summary>
internal static class QueueStore
{
    private const int Batch = 2000;
    private static readonly string[] s_leaves = ["rental.deposit", "labor.unpaid-wages", "neighbour.noise", "property.fees", "consumer.refund", "other.unclassified", "traffic.parking", "labor.work-injury"];
    private static readonly string[] s_kinds = ["complaint", "request", "consult", "report", "suggestion"];
    private static readonly string[] s_texts =
    [
        "房东不退押金，说墙面有划痕要扣两千，我搬走的时候都拍了照片", "工厂拖了三个月工资，老板现在电话也不接了", "楼上每天半夜装修，老人睡不着觉，物业也不管",
        "小区停车费涨价没有公示，业主群里都在问", "买的柜子是坏的，商家不给退，说已经签收了",
    ];

    /// <param name="me">Account that has some thirty cases of <paramref name="station"/> in hand.</param>
    public static async Task FillAsync(IServiceProvider services, int cases, DateTimeOffset now, string me, string station)
    {
        var (store, protector) = (services.GetRequiredService<CaseworkStore>(), services.GetRequiredService<IPersonalDataProtector>());
        var places = services.GetRequiredService<PlacesSource>().Current;
        var desks = places.Stations.Where(s => s.Level is CaseLevel.Station or CaseLevel.Hall).ToList();
        var offices = places.Stations.Where(s => s.Level == CaseLevel.Subdistrict).ToDictionary(s => s.Subdistrict);
        // Of two numbers the smaller: the first stations are the busy ones.
        var random = new Lcg(440311);
        for (var from = 0; from < cases; from += Batch)
        {
            await using var db = store.Open();
            db.ChangeTracker.AutoDetectChangesEnabled = false;
            await using var host = await services.GetRequiredService<IDbContextFactory<HostDb>>().CreateDbContextAsync();
            for (var i = from; i < Math.Min(cases, from + Batch); i++)
            {
                var mine = i % 1000 == 7 && i / 1000 < 30;
                var desk = mine ? places.FindStation(station)! : desks[Math.Min(random.Below(desks.Count), random.Below(desks.Count))];
                var row = Case(i, desk, (i * 10L % 100) switch { < 40 when i % 10 == 0 && !mine => Phase.Waiting, _ when i % 10 == 0 || mine => Phase.InHand, _ => Phase.Over }, ref random, now, mine ? me : null);
                db.Cases.Add(row);
                db.Petitions.Add(PetitionOf(row, i, protector));
                if (row.ClosedAt is null && row.ClaimedAt is not null)
                    host.Conversations.Add(ConversationOf(row, i, now));
                if (row.ClaimedAt is not null || row.ClosedAt is not null || row.DueAt >= now) continue;
                var second = desks[random.Below(desks.Count)].Id;
                if (second != desk.Id) db.CaseDesks.Add(new() { CaseId = row.Id, StationId = second, CalledAt = row.DueAt, DistanceM = random.Below(500) });
                if (offices.TryGetValue(desk.Subdistrict, out var office)) db.CaseDesks.Add(new() { CaseId = row.Id, StationId = office.Id, CalledAt = row.DueAt.AddMinutes(5) });
            }
            await db.SaveChangesAsync();
            await host.SaveChangesAsync();
        }
        await using var last = store.Open();
        // What the server does by itself within a minute.
        if (store.Options.Provider == StoreProvider.Postgres) await last.Database.ExecuteSqlRawAsync("ANALYZE");
    }

    private enum Phase { Waiting, InHand, Over }

    private static CaseRow Case(int number, Station desk, Phase phase, ref Lcg random, DateTimeOffset now, string? owner)
    {
        var id = new Guid(number, 0, 7, [8, 0, 0, 0, 0, 0, 0, 1]);
        // Open ones of the last days; a night in which half of what waits is late; the others over three years.
        var age = TimeSpan.FromMinutes(phase switch { Phase.Waiting => random.Below(60), Phase.InHand => 30 + random.Below(5000), _ => 2000 + random.Below(1_500_000) });
        var submitted = now - age;
        var due = phase == Phase.Waiting ? submitted.AddMinutes(random.Below(60)) : submitted.AddMinutes(5);
        return new CaseRow
        {
            Id = id,
            PetitionId = id,
            ConversationId = $"queue-{number}",
            Receipt = $"Q{number:0000000}",
            State = phase switch { Phase.Waiting => CaseState.Routed, Phase.InHand => CaseState.Claimed, _ => CaseState.Closed },
            StationId = desk.Id,
            Level = desk.Level,
            Reason = $"{desk.Name}，312 米，值班；更近的一个站点 140 米，22:00 起不值班",
            DistanceM = 20 + random.Below(480),
            PlaceKnown = number % 50 != 0,
            OwnerId = phase == Phase.Waiting ? null : owner ?? $"clerk-{random.Below(400)}",
            OwnerName = phase == Phase.Waiting ? null : "塘尾站 李工",
            Urgency = (number / 10 % 100) switch { < 3 => "emergency", < 15 => "urgent", _ => "normal" },
            Leaf = s_leaves[random.Below(s_leaves.Length)],
            Kind = s_kinds[random.Below(s_kinds.Length)],
            Building = number % 50 == 0 ? null : $"TW-{random.Below(60_000):000000}",
            Community = "塘尾社区",
            Address = number % 50 == 0 ? null : $"光明区凤凰街道塘尾社区新村{number % 40}巷{number % 30}号",
            SubmittedAt = submitted,
            RoutedAt = submitted,
            DueAt = due,
            OverdueAt = phase == Phase.Waiting && due < now ? due : null,
            ClaimedAt = phase == Phase.Waiting ? null : submitted.AddMinutes(3),
            ClosedAt = phase == Phase.Over ? submitted.AddMinutes(30 + random.Below(1900)) : null,
            UpdatedAt = submitted,
        };
    }

    private static PetitionRow PetitionOf(CaseRow row, int number, IPersonalDataProtector protector) => new()
    {
        Id = row.Id,
        Receipt = row.Receipt,
        ConversationId = row.ConversationId,
        SubmittedAt = row.SubmittedAt,
        Leaf = row.Leaf,
        Urgency = row.Urgency,
        Building = row.Building,
        Body = protector.Protect(PetitionJson.Write(new Petition
        {
            Id = row.Id,
            Receipt = row.Receipt,
            SubmittedAt = row.SubmittedAt,
            Channel = "webchat",
            Language = "zh-CN",
            Kind = row.Kind,
            Category = new(row.Leaf, 0.9, "resident"),
            Title = s_texts[number % s_texts.Length][..10],
            Description = s_texts[number % s_texts.Length],
            Wish = "希望尽快解决",
            Where = new("qr", row.Building, row.Address, Detail: $"{number % 9}楼"),
            Reporter = new(false, "王强", "+8613812345678"),
            Urgency = new(row.Urgency),
            Conversation = new(row.ConversationId, "petition", 1),
        })),
    };

    private static ConversationRow ConversationOf(CaseRow row, int number, DateTimeOffset now) => new()
    {
        N = number + 1,
        Id = row.ConversationId,
        Version = 1,
        Seq = 1,
        OwnerId = row.OwnerId,
        OwnerName = row.OwnerName,
        Channel = "webchat",
        UserId = $"r{number}",
        OpenedAt = row.SubmittedAt,
        UpdatedAt = row.SubmittedAt,
        WaitingSince = number % 30 < 10 ? now.AddMinutes(-(number % 50)) : null,
        State = [1],
    };

    /// <summary>The same numbers on every machine.</summary>
    private struct Lcg(ulong seed)
    {
        private ulong _state = seed;

        public int Below(int limit)
        {
            _state = (_state * 6364136223846793005) + 1442695040888963407;
            return (int)((_state >> 33) % (ulong)limit);
        }
    }
}
