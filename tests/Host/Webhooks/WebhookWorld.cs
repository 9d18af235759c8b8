using IntakeBot.Host.Store;
using IntakeBot.Host.Tests.Running;
using IntakeBot.Host.Webhooks;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Host.Tests.Webhooks;

internal static class WebhookWorld
{
    public static async Task<(WebhookRow Row, string Secret)> WebhookAsync(this TestBot bot, string url, string? station = null, params string[] events)
    {
        var made = await bot.Get<WebhookBook>().AddAsync(new("hook " + Guid.CreateVersion7().ToString("N")[16..], url, events, station));
        made.Problem.ShouldBeNull();
        return ((await bot.Get<WebhookBook>().FindAsync(made.Id)).ShouldNotBeNull(), made.Secret.ShouldNotBeNull());
    }

    public static async Task<WebhookRow> HookAsync(this TestBot bot, Guid id) => (await bot.Get<WebhookBook>().FindAsync(id)).ShouldNotBeNull();

    public static async Task<List<WebhookMessageRow>> EventsAsync(this TestBot bot, Guid webhook)
    {
        await using var db = bot.Get<HostDbFactory>().CreateDbContext();
        return await db.WebhookMessages.AsNoTracking().Where(m => m.WebhookId == webhook).OrderBy(m => m.EventSeq).ToListAsync();
    }
}
