using IntakeBot.Casework.Cases;
using IntakeBot.Casework.Petitions;
using IntakeBot.Casework.Places;
using IntakeBot.Casework.Store;
using IntakeBot.Host.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace IntakeBot.Load.Queue;

/// <summary>
/// A store as after years of work: of a hundred cases ten wait for somebody, six are in hand and the others are over. Half of what waits
/// is late: it was called to a second desk, to the subdistrict's, and after ten minutes to the district's. Busy stations have ten times
/// as many as quiet ones. Always the same.
/// </summary>
internal static class QueueStore
{
    private const int Batch = 20_000;
    // As the sweep leaves what it has nothing more to do for.
    private const int AllSteps = 3;
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
        var store = services.GetRequiredService<CaseworkStore>();
        var places = services.GetRequiredService<PlacesSource>().Current;
        var desks = places.Stations.Where(s => s.Level is CaseLevel.Station or CaseLevel.Hall).ToList();
        var offices = places.Stations.Where(s => s.Level == CaseLevel.Subdistrict).ToDictionary(s => s.Subdistrict);
        var district = places.Stations.First(s => s.Level == CaseLevel.District);
        var sealedTexts = new SealedTexts(services.GetRequiredService<IPersonalDataProtector>(), now);
        var random = new Lcg(440311);
        for (var from = 0; from < cases; from += Batch)
        {
            var (rows, petitions, conversations, calls) = (new List<CaseRow>(Batch), new List<PetitionRow>(Batch), new List<ConversationRow>(), new List<CaseDeskRow>());
            for (var i = from; i < Math.Min(cases, from + Batch); i++)
            {
                var mine = i % 1000 == 7 && i / 1000 < 30;
                // Of two numbers the smaller: the first stations are the busy ones.
                var desk = mine ? places.FindStation(station)! : desks[Math.Min(random.Below(desks.Count), random.Below(desks.Count))];
                var phase = mine || i % 100 is 3 or 13 or 23 or 33 or 43 or 53 ? Phase.InHand : i % 10 == 0 ? Phase.Waiting : Phase.Over;
                var row = Case(i, desk, phase, ref random, now, mine ? me : null);
                rows.Add(row);
                petitions.Add(PetitionOf(row, sealedTexts.Of(i)));
                if (phase == Phase.InHand) conversations.Add(ConversationOf(row, i, now));
                if (row.OverdueAt is null) continue;
                var second = desks[random.Below(desks.Count)].Id;
                if (second != desk.Id) calls.Add(new() { CaseId = row.Id, StationId = second, CalledAt = row.DueAt, DistanceM = random.Below(500) });
                if (offices.TryGetValue(desk.Subdistrict, out var office)) calls.Add(new() { CaseId = row.Id, StationId = office.Id, CalledAt = row.DueAt.AddMinutes(5) });
                if (row.DueAt.AddMinutes(10) < now) calls.Add(new() { CaseId = row.Id, StationId = district.Id, CalledAt = row.DueAt.AddMinutes(10) });
            }
            await using var db = store.Open();
            await BulkInsert.WriteAsync(db, rows);
            await BulkInsert.WriteAsync(db, petitions);
            await BulkInsert.WriteAsync(db, calls);
            await using var host = await services.GetRequiredService<IDbContextFactory<HostDb>>().CreateDbContextAsync();
            await BulkInsert.WriteAsync(host, conversations);
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
            EscalationStep = phase == Phase.Waiting && due < now ? AllSteps : 0,
            ClaimedAt = phase == Phase.Waiting ? null : submitted.AddMinutes(3),
            ClosedAt = phase == Phase.Over ? submitted.AddMinutes(30 + random.Below(1900)) : null,
            UpdatedAt = submitted,
        };
    }

    private static PetitionRow PetitionOf(CaseRow row, string body) => new()
    {
        Id = row.Id,
        Receipt = row.Receipt,
        ConversationId = row.ConversationId,
        SubmittedAt = row.SubmittedAt,
        Leaf = row.Leaf,
        Urgency = row.Urgency,
        Building = row.Building,
        Body = body,
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

    /// <summary>Petitions, sealed once for each text: sealing takes longer than writing, and opening one costs the same.</summary>
    private sealed class SealedTexts(IPersonalDataProtector protector, DateTimeOffset now)
    {
        private const int Floors = 9;
        private readonly Dictionary<(int Text, int Floor), string> _bodies = [];

        public string Of(int number)
        {
            var (text, floor) = (number % s_texts.Length, number % Floors);
            if (_bodies.TryGetValue((text, floor), out var known)) return known;
            return _bodies[(text, floor)] = protector.Protect(PetitionJson.Write(new Petition
            {
                Id = new Guid(number, 0, 7, [8, 0, 0, 0, 0, 0, 0, 1]),
                Receipt = $"Q{number:0000000}",
                SubmittedAt = now,
                Channel = "webchat",
                Language = "zh-CN",
                Kind = "complaint",
                Category = new("rental.deposit", 0.9, "resident"),
                Title = s_texts[text][..10],
                Description = s_texts[text],
                Wish = "希望尽快解决",
                Where = new("qr", "TW-000123", "光明区凤凰街道塘尾社区新村3巷5号", Detail: $"{floor}楼"),
                Reporter = new(false, "王强", "+8613812345678"),
                Urgency = new("normal"),
                Conversation = new($"queue-{number}", "petition", 1),
            }));
        }
    }

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
