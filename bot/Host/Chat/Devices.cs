using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using IntakeBot.Host.Store;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Host.Chat;

/// <summary>
/// Recognises a resident's browser by a random cookie that scripts cannot read; the store knows its hash only, and the
/// conversations it was in.
/// </summary>
internal sealed class Devices(HostDbFactory databases)
{
    public const string Cookie = "intake_device";
    private const int CookieLength = 43;

    /// <summary>The hash of the request's cookie; null without one.</summary>
    public static string? Find(HttpRequest request) =>
        request.Cookies[Cookie] is { Length: CookieLength } value ? Hash(value) : null;

    /// <summary>The hash of the request's cookie, or of a new one that is set with the answer.</summary>
    public static string Ensure(HttpContext context)
    {
        if (Find(context.Request) is { } known) return known;
        var value = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        context.Response.Cookies.Append(Cookie, value, new()
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Lax,
            Secure = context.Request.IsHttps,
            MaxAge = TimeSpan.FromDays(400),
            IsEssential = true,
        });
        return Hash(value);
    }

    /// <summary>The conversation this device was in last, at one building or anywhere; null: none.</summary>
    public async Task<string?> ConversationOfAsync(string device, string? building, CancellationToken cancellation)
    {
        await using var db = databases.CreateDbContext();
        return await (
            from known in db.Devices
            join conversation in db.Conversations on known.ConversationId equals conversation.Id
            where known.Hash == device && (building == null || conversation.Building == building)
            orderby conversation.UpdatedAt descending
            select conversation.Id).FirstOrDefaultAsync(cancellation);
    }

    public async Task<bool> WasInAsync(string device, string conversationId, CancellationToken cancellation)
    {
        await using var db = databases.CreateDbContext();
        return await db.Devices.AnyAsync(d => d.Hash == device && d.ConversationId == conversationId, cancellation);
    }

    /// <summary>The browser's cookie and what is known by it are gone; its conversations and cases stay.</summary>
    public async Task ForgetAsync(HttpContext context)
    {
        if (Find(context.Request) is { } device)
        {
            await using var db = databases.CreateDbContext();
            await db.Devices.Where(d => d.Hash == device).ExecuteDeleteAsync(context.RequestAborted);
        }

        context.Response.Cookies.Delete(Cookie);
    }

    private static string Hash(string value) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(value)));
}
