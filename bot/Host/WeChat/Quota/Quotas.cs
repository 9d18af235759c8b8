using IntakeBot.Host.Store;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Host.WeChat.Quota;

/// <summary>
/// What may be sent to a resident besides the answer to a delivery, as WeChat counts it: 5 messages in the 48 hours after the resident wrote, 3 in the
/// minute after a tap on the menu, a follow or a scan. Counted in the store before anything is sent, so that replicas share one count.
/// </summary>
internal sealed class Quotas(HostDbFactory databases, WriteGate gate, TimeProvider clock)
{
    public const int Messages = 5, Events = 3;
    public static readonly TimeSpan MessagesFor = TimeSpan.FromHours(48), EventsFor = TimeSpan.FromMinutes(1);

    /// <summary>The resident wrote. An older message, or the same again, opens nothing.</summary>
    public Task WroteAsync(string conversationId, DateTimeOffset at) => ChangeAsync(conversationId, async db =>
    {
        var until = at + MessagesFor;
        return await db.WeChatFollowers.Where(f => f.ConversationId == conversationId && f.HeardAt < at).ExecuteUpdateAsync(set => set
            .SetProperty(f => f.HeardAt, at).SetProperty(f => f.MessagesLeft, Messages).SetProperty(f => f.MessagesUntil, until).SetProperty(f => f.Follows, true));
    });

    /// <summary>The resident followed, scanned or tapped on the menu.</summary>
    public Task CameAsync(string conversationId, DateTimeOffset at) => ChangeAsync(conversationId, async db =>
    {
        var until = at + EventsFor;
        return await db.WeChatFollowers.Where(f => f.ConversationId == conversationId && f.EventsUntil < until).ExecuteUpdateAsync(set => set
            .SetProperty(f => f.EventsLeft, Events).SetProperty(f => f.EventsUntil, until).SetProperty(f => f.Follows, true));
    });

    /// <summary>Nothing may be sent any more until the resident comes back.</summary>
    public Task LeftAsync(string conversationId) => ChangeAsync(conversationId, db => db.WeChatFollowers.Where(f => f.ConversationId == conversationId).ExecuteUpdateAsync(
        set => set.SetProperty(f => f.Follows, false).SetProperty(f => f.MessagesLeft, 0).SetProperty(f => f.EventsLeft, 0).SetProperty(f => f.Notices, 0)));

    /// <summary>WeChat says that nothing is left, whatever was counted here.</summary>
    public Task SpentAsync(string conversationId) => ChangeAsync(conversationId, db => db.WeChatFollowers.Where(f => f.ConversationId == conversationId).ExecuteUpdateAsync(
        set => set.SetProperty(f => f.MessagesLeft, 0).SetProperty(f => f.EventsLeft, 0)));

    /// <summary>Takes one message, of the budget that ends first.</summary>
    /// <returns>null: none is left.</returns>
    public async Task<TakenMessage?> TakeAsync(string conversationId, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        using var held = await gate.EnterAsync(cancellation);
        await using var db = databases.CreateDbContext();
        var mine = db.WeChatFollowers.Where(f => f.ConversationId == conversationId && f.Follows);
        if (await mine.Where(f => f.EventsLeft > 0 && f.EventsUntil > now).ExecuteUpdateAsync(set => set.SetProperty(f => f.EventsLeft, f => f.EventsLeft - 1), cancellation) == 1)
            return new(OfEvent: true);
        return await mine.Where(f => f.MessagesLeft > 0 && f.MessagesUntil > now).ExecuteUpdateAsync(set => set.SetProperty(f => f.MessagesLeft, f => f.MessagesLeft - 1), cancellation) == 1
            ? new(OfEvent: false)
            : null;
    }

    /// <summary>It was certainly not sent.</summary>
    public Task GiveBackAsync(string conversationId, TakenMessage taken) => ChangeAsync(conversationId, db =>
    {
        var mine = db.WeChatFollowers.Where(f => f.ConversationId == conversationId);
        return taken.OfEvent
            ? mine.Where(f => f.EventsLeft < Events).ExecuteUpdateAsync(set => set.SetProperty(f => f.EventsLeft, f => f.EventsLeft + 1))
            : mine.Where(f => f.MessagesLeft < Messages).ExecuteUpdateAsync(set => set.SetProperty(f => f.MessagesLeft, f => f.MessagesLeft + 1));
    });

    /// <summary>The resident agreed to one more notice, or to none any more.</summary>
    public Task AgreedAsync(string conversationId, bool agreed) => ChangeAsync(conversationId, db => db.WeChatFollowers.Where(f => f.ConversationId == conversationId)
        .ExecuteUpdateAsync(set => set.SetProperty(f => f.Notices, f => agreed ? f.Notices + 1 : 0)));

    /// <summary>Takes one notice, unless one has already said that something waits.</summary>
    public async Task<bool> TakeNoticeAsync(string conversationId, long upTo, CancellationToken cancellation)
    {
        using var held = await gate.EnterAsync(cancellation);
        await using var db = databases.CreateDbContext();
        return await db.WeChatFollowers.Where(f => f.ConversationId == conversationId && f.Follows && f.Notices > 0 && f.NoticedSeq < upTo)
            .ExecuteUpdateAsync(set => set.SetProperty(f => f.Notices, f => f.Notices - 1).SetProperty(f => f.NoticedSeq, upTo), cancellation) == 1;
    }

    /// <summary>The notice that was taken was certainly not sent.</summary>
    public Task NotNoticedAsync(string conversationId, bool giveBack) => ChangeAsync(conversationId, db => db.WeChatFollowers.Where(f => f.ConversationId == conversationId)
        .ExecuteUpdateAsync(set => set.SetProperty(f => f.Notices, f => giveBack ? f.Notices + 1 : 0).SetProperty(f => f.NoticedSeq, 0)));

    /// <summary>Of a long message so many parts are sent: they are not sent again.</summary>
    public Task BegunAsync(string conversationId, long seq, int parts) => ChangeAsync(conversationId, db => db.WeChatFollowers.Where(f => f.ConversationId == conversationId)
        .ExecuteUpdateAsync(set => set.SetProperty(f => f.BegunSeq, seq).SetProperty(f => f.BegunParts, parts)));

    public async Task<WeChatFollowerRow?> FindAsync(string conversationId, CancellationToken cancellation)
    {
        await using var db = databases.CreateDbContext();
        return await db.WeChatFollowers.AsNoTracking().SingleOrDefaultAsync(f => f.ConversationId == conversationId, cancellation);
    }

    private async Task ChangeAsync(string conversationId, Func<HostDb, Task<int>> change)
    {
        using var held = await gate.EnterAsync(CancellationToken.None);
        await using var db = databases.CreateDbContext();
        if (await change(db) > 0 || await db.WeChatFollowers.AnyAsync(f => f.ConversationId == conversationId)) return;
        db.WeChatFollowers.Add(new() { ConversationId = conversationId, Follows = true });
        try
        {
            await db.SaveChangesAsync();
        }
        catch (DbUpdateException)
        {
            // Another delivery of the same resident was first; its row does as well.
            db.ChangeTracker.Clear();
        }

        await change(db);
    }
}

/// <param name="OfEvent">Of the small budget of a scan, follow or menu.</param>
internal readonly record struct TakenMessage(bool OfEvent);
