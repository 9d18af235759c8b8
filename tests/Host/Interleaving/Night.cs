using System.Globalization;
using IntakeBot.Casework.Cases;
using IntakeBot.Casework.Handoff;
using IntakeBot.Casework.Store;
using IntakeBot.Dialogue.Activities;
using IntakeBot.Host.Conversations;
using IntakeBot.Host.Security;
using IntakeBot.Host.Staff;
using IntakeBot.Host.Store;
using IntakeBot.Host.Tests.Desk;
using IntakeBot.Host.Tests.Running;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Host.Tests.Interleaving;

/// <summary>
/// One resident, three clerks, two replicas: they speak, claim, hand back, transfer, close and open again while the conversation is woken and the sweep
/// looks for what is late, in the order of a seed. Afterwards, and after every commit, it must hold that one voice speaks.
/// </summary>
internal sealed class Night(int seed, TestBot[] replicas)
{
    private static readonly string[] s_words = ["有人吗", "好的", "谢谢", "房东今天又把水停了", "那什么时候来", "没解决", "5", "是的", "不用了", "处理得怎么样了"];
    private static readonly string[] s_dangers = ["着火了!快来人", "有人拿刀砍人了", "煤气漏了,好大味道"];

    private readonly Schedule _schedule = new(seed);
    private readonly List<string> _broken = [];
    private readonly List<string> _heard = [], _said = [], _refused = [];
    private StaffMember[] _clerks = [];
    private CaseRow _case = null!;
    private int _count;

    public async Task PlayAsync(int actions)
    {
        var (resident, found) = await replicas[0].RealCaseAsync();
        using var _ = resident;
        _case = found;
        var places = await replicas[0].StationsAsync();
        _clerks = [.. Enumerable.Range(0, 3).Select(i => new StaffMember($"clerk-{i}", $"工{i}", StaffRole.Clerk, found.StationId, "塘尾站"))];
        var watch = new Watch(resident.Id, _schedule, LookAsync);
        var first = await RowAsync();
        foreach (var replica in replicas) ((WatchedStore)replica.Get<ConversationStore>()).Watch(watch);
        try
        {
            await _schedule.RunAsync([.. Enumerable.Range(0, actions).Select(_ => Action([.. places.Where(p => p.Id != found.StationId).Select(p => p.Id).Take(3)]))]);
        }
        finally
        {
            foreach (var replica in replicas) ((WatchedStore)replica.Get<ConversationStore>()).Watch(null);
        }

        // Those of other processes of the program, the wake and the watch of the timeline, may still be at it.
        await LookAsync(null);
        Judge(first, [.. watch.Commits]);
        if (_broken.Count > 0) Assert.Fail($"Seed {seed}: {string.Join("; ", _broken.Distinct())}\nSet INTAKEBOT_INTERLEAVING_SEED={seed} to play it again.\n{_schedule.Trace}{await StoryAsync([.. watch.Commits])}");
    }

    private (int Replica, string Name, Func<Task> Act) Action(string[] elsewhere)
    {
        var (random, number) = (_schedule.Random, _count++);
        var at = random.Next(replicas.Length);
        var (bot, who, other) = (replicas[at], _clerks[random.Next(_clerks.Length)], _clerks[random.Next(_clerks.Length)]);
        var staff = bot.Get<StaffMessages>();
        (int, string, Func<Task>) Do(string name, Func<Task> act) => (at, $"{number} {name}", act);
        return random.Next(20) switch
        {
            < 5 => Do($"{who.Id} claims", () => staff.ClaimAsync(_case.Id, who)),
            < 9 => Say(bot, at, number, who),
            9 => Do($"{who.Id} hands back", () => staff.HandBackAsync(_case.Id, who)),
            10 => Transfer(elsewhere[random.Next(elsewhere.Length)]),
            11 => Do($"{who.Id} gives it to {other.Id}", () => staff.TransferToPersonAsync(_case.Id, who, other)),
            12 => Do($"{who.Id} closes", () => staff.CloseAsync(_case.Id, who, "answered", "都说清楚了。")),
            13 => Do($"{who.Id} opens again", () => staff.ReopenAsync(_case.Id, who, "again")),
            14 => Do("wake", () => bot.Get<TurnPipeline>().RunAsync(_case.ConversationId, new() { ForEngine = HostEvents.Wake() }, default)),
            15 => Do("sweep", () => bot.Get<SweepCases>().HandleAsync(TimeProvider.System.GetUtcNow().AddHours(1), default)),
            16 => Resident(bot, at, number, s_dangers[random.Next(s_dangers.Length)]),
            _ => Resident(bot, at, number, s_words[random.Next(s_words.Length)]),
        };

        (int, string, Func<Task>) Transfer(string to) => Do($"{who.Id} transfers to {to}", () => staff.TransferAsync(_case.Id, who, to, ""));
    }

    private (int, string, Func<Task>) Say(TestBot bot, int at, int number, StaffMember who) => (at, $"{number} {who.Id} says", async () =>
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"staff {number}");
        var result = await bot.Get<StaffMessages>().SayAsync(_case.Id, who, text, text);
        lock (_said) (result is StaffResult.Done ? _said : _refused).Add(text);
    });

    private (int, string, Func<Task>) Resident(TestBot bot, int at, int number, string text) => (at, $"{number} resident says {text}", async () =>
    {
        var said = TurnWriting.FromResident(
            new Activity { Type = "message", Text = text, Locale = "zh-CN" }, TurnWriting.NewId(TimeProvider.System), _case.ConversationId, "resident", "webchat", TimeProvider.System.GetUtcNow());
        var answer = await bot.Get<TurnPipeline>().RunAsync(
            _case.ConversationId, new() { Said = said, ForEngine = said, MayWait = number % 2 == 0, ClientKey = string.Create(CultureInfo.InvariantCulture, $"resident {number}") }, default);
        if (answer.End == TurnEnd.Committed) lock (_heard) _heard.Add(said.Id!);
    });

    // One look at both tables: the owner of the conversation is the owner of its open case.
    private async Task LookAsync(TurnCommit? after)
    {
        await using var db = replicas[0].Get<HostDbFactory>().CreateDbContext();
        var owners = await db.Database.SqlQuery<string?>(
            $"""
            SELECT COALESCE(v.owner_id, '-') || '|' || COALESCE((SELECT MAX(c.owner_id) FROM cases c WHERE c.conversation_id = v.id AND c.closed_at IS NULL), '-')
              || '|' || COALESCE((SELECT MAX(c.state) FROM cases c WHERE c.conversation_id = v.id AND c.closed_at IS NULL), '-') || '|' || v.version AS "Value"
            FROM conversations v WHERE v.id = {_case.ConversationId}
            """).SingleAsync();
        var parts = owners!.Split('|');
        if (parts[0] != parts[1]) Broken($"the conversation is owned by {parts[0]}, its case by {parts[1]} and {parts[2]}, at version {parts[3]}, after {after?.ExpectedVersion} {after?.OwnerId} {after?.ClientKey}");
    }

    private void Judge(ConversationRow first, IReadOnlyList<TurnCommit> commits)
    {
        var (seal, owner, version, seq) = (replicas[0].Get<Seal>(), first.OwnerId, first.Version, first.Seq);
        var (residents, staffs) = (new List<string>(), new List<string>());
        foreach (var commit in commits.OrderBy(c => c.ExpectedVersion))
        {
            if (commit.ExpectedVersion != version || commit.FirstSeq != seq + 1) Broken($"after version {version} and activity {seq} came a commit on {commit.ExpectedVersion} and {commit.FirstSeq}");
            var said = ActivityBytes.Split(seal.Open(commit.Body)!).Select(json => ActivityBytes.Read(json)).ToList();
            var changes = owner != commit.OwnerId;
            foreach (var activity in said)
            {
                if (activity.From?.Role == "user") residents.Add(activity.Id!);
                else if (activity.From?.Id?.StartsWith("staff-", StringComparison.Ordinal) == true)
                {
                    staffs.Add(activity.Text!);
                    if (owner is null || changes || activity.From.Id != "staff-" + owner) Broken($"{activity.From.Id} spoke while {owner ?? "the bot"} owned it");
                }
                else if (commit.OwnerId is not null && !changes && !IsEmergency(activity)) Broken($"the bot said '{activity.Text}' while {owner} owned it");
            }

            (owner, version, seq) = (commit.OwnerId, version + 1, commit.LastSeq);
        }

        if (!residents.Order().SequenceEqual(_heard.Order())) Broken("what the resident said stands there not exactly once");
        if (!staffs.Order().SequenceEqual(_said.Order())) Broken($"what staff said stands there not exactly once: {string.Join(",", staffs)} instead of {string.Join(",", _said)}");
    }

    // What the failure is judged by: every commit, and the timeline of the case.
    private async Task<string> StoryAsync(IReadOnlyList<TurnCommit> commits)
    {
        await using var db = replicas[0].Get<CaseworkStore>().Open();
        var timeline = await db.CaseEvents.AsNoTracking().Where(e => e.CaseId == _case.Id).OrderBy(e => e.Seq).ToListAsync();
        return string.Join('\n', [
            .. commits.Select(c => $"commit {c.ExpectedVersion}: owner {c.OwnerId ?? "-"}, {c.Count} activities, {c.ClientKey}, {c.At:ss.fff}"),
            .. timeline.Select(e => $"{e.Kind} by {e.Actor} {e.At:ss.fff} {e.FromState}-{e.ToState}")]);
    }

    private static bool IsEmergency(Activity said) =>
        said.ChannelData is { } data && data.TryGetProperty("intake", out var intake) && intake.TryGetProperty("urgency", out var urgency) && urgency.GetString() == "emergency";

    private async Task<ConversationRow> RowAsync()
    {
        await using var db = replicas[0].Get<HostDbFactory>().CreateDbContext();
        return await db.Conversations.AsNoTracking().SingleAsync(c => c.Id == _case.ConversationId);
    }

    private void Broken(string what)
    {
        lock (_broken) _broken.Add(what);
    }
}
