using System.Collections.Concurrent;
using System.Threading.RateLimiting;
using IntakeBot.Host.Links;
using IntakeBot.Host.StartUp;
using IntakeBot.Host.Store;
using IntakeBot.Host.WeChat;
using IntakeBot.Host.WeChat.Api;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Host.Posters;

/// <summary>
/// WeChat's permanent parametric codes, with the signed code of the building as their scene. An account has 100,000 of them and
/// never gets one back: each is kept as soon as it is made, and none is made twice.
/// </summary>
internal sealed class WeChatLinks(HostDbFactory databases, WriteGate gate, SignedCodes codes, WeChatSettings account, WeChatApi api, int perMinute, TimeProvider clock) : PosterLinks
{
    public const int MostPerAccount = 100_000;
    private const int AtOnce = 4;
    private readonly ConcurrentDictionary<string, string> _urls = new(StringComparer.Ordinal);

    public override string Of(string building) => _urls[building];

    public override async Task<int> MissingAsync(IReadOnlyCollection<string> buildings, CancellationToken cancellation)
    {
        await using var db = databases.CreateDbContext();
        var made = await db.PosterScenes.AsNoTracking().Where(p => p.AppId == account.AppId).ToDictionaryAsync(p => p.Scene, p => p.Url, cancellation);
        foreach (var building in buildings)
            if (made.TryGetValue(codes.Sign(building), out var url)) _urls[building] = url;
        var missing = buildings.Count - _urls.Count;
        return made.Count + missing <= MostPerAccount ? missing : throw new SettingException(
            $"The account has {made.Count} of WeChat's {MostPerAccount} permanent codes already; {missing} more are too many. Choose fewer buildings, or --link web.");
    }

    public override async Task MakeAsync(IReadOnlyCollection<string> buildings, Action<int> progress, CancellationToken cancellation)
    {
        using var pace = new TokenBucketRateLimiter(new()
        {
            TokenLimit = AtOnce,
            TokensPerPeriod = 1,
            ReplenishmentPeriod = TimeSpan.FromMinutes(1) / perMinute,
            QueueLimit = AtOnce,
        });
        var missing = buildings.Where(building => !_urls.ContainsKey(building));
        await Parallel.ForEachAsync(missing, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation }, async (building, stop) =>
        {
            using var turn = await pace.AcquireAsync(1, stop);
            var scene = codes.Sign(building);
            var url = await CreateAsync(scene, stop);
            // Not to be cut short: a code that was made and not kept is lost.
            await KeepAsync(new() { AppId = account.AppId, Scene = scene, Url = url, CreatedAt = clock.GetUtcNow() });
            _urls[building] = url;
            progress(1);
        });
    }

    private async Task<string> CreateAsync(string scene, CancellationToken stop)
    {
        try
        {
            return await api.CreatePermanentSceneAsync(scene, stop);
        }
        catch (InvalidOperationException refused)
        {
            throw new SettingException($"{refused.Message} The codes that were made are kept; the same command goes on there.");
        }
    }

    private async Task KeepAsync(PosterSceneRow row)
    {
        using var held = await gate.EnterAsync(CancellationToken.None);
        await using var db = databases.CreateDbContext();
        db.PosterScenes.Add(row);
        await db.SaveChangesAsync(CancellationToken.None);
    }
}
