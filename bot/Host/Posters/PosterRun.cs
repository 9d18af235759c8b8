using System.Text.Json;
using IntakeBot.Casework.Places;
using IntakeBot.Dialogue.Content;
using IntakeBot.Host.Links;
using IntakeBot.Host.StartUp;
using IntakeBot.Host.Store;
using IntakeBot.Host.WeChat;
using IntakeBot.Host.WeChat.Api;

namespace IntakeBot.Host.Posters;

/// <summary>Makes the posters of an order. What an interrupted run had finished is kept.</summary>
internal sealed class PosterRun(
    PlacesSource places, ContentLibrary library, SignedCodes codes, HostDbFactory databases, WriteGate gate, IConfiguration configuration, TimeProvider clock,
    WeChatSettings? account = null, WeChatApi? wechat = null)
{
    // Two minutes for a community, under an hour for the district; WeChat states no limit a minute.
    private const int UsualScenesPerMinute = 1200;

    /// <exception cref="SettingException">The order cannot be done.</exception>
    public PosterPlan Plan(PosterOrder order)
    {
        order.Check();
        var gazetteer = places.Current.Gazetteer;
        var buildings = PosterChoice.Of(order, gazetteer);
        if (buildings.Count == 0) throw new SettingException("There is no building there.");
        var (chinese, english) = PosterTexts.Load(library.Current.Catalog.Files);
        var links = Links(order);
        var fonts = order.Pdf ? PosterFonts.Find(configuration) : null;
        var warnings = new List<string>();
        if (links.Warning is { } warning) warnings.Add(warning);
        if (gazetteer.Synthetic) warnings.Add("These are buildings of the generated sample district, and the posters say so. Real ones come from Places:BuildingsFile.");
        if (fonts?.Missing(buildings.Select(b => b.Address)) is { Length: > 0 } missing) warnings.Add($"The font {fonts.Name} has no {missing}: these characters will be empty boxes in the PDF; name another font with --Posters:Font.");
        var settings = JsonSerializer.Serialize(new { PosterDesign.Edition, order.PerPage, order.Format, order.Link, chinese, english, Font = fonts?.Name, gazetteer.Synthetic });
        return new(order, PosterVolume.Of(buildings, order.PerPage), new(chinese, english, gazetteer, order.Link), SheetPlan.Of(order.PerPage), links, fonts, settings, warnings);
    }

    /// <summary>Makes the posters; their links must be there.</summary>
    /// <param name="progress">Told how many more posters are done; from several threads.</param>
    public static async Task<PosterSummary> RunAsync(PosterPlan plan, Action<int> progress, CancellationToken cancellation)
    {
        using var folder = new PosterFolder(plan.Order.Folder);
        var lines = new IReadOnlyList<PosterLine>[plan.Volumes.Count];
        var (kept, parallel) = (0, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellation });
        await Parallel.ForEachAsync(plan.Volumes.Index(), parallel, async (volume, stop) =>
        {
            var fingerprint = volume.Item.Fingerprint(plan.Settings, plan.Links);
            if (folder.Finished(volume.Item, fingerprint) is { } finished)
            {
                lines[volume.Index] = finished;
                Interlocked.Add(ref kept, finished.Count);
                progress(finished.Count);
                return;
            }
            await Task.Run(() => folder.Finish(volume.Item, fingerprint, lines[volume.Index] = VolumeMaking.Make(plan, volume.Item, folder, progress, stop)), stop);
        });
        folder.WriteIndex(lines.SelectMany(volume => volume));
        return new(lines.Sum(volume => volume.Count), kept, plan.Order.Pdf ? plan.Volumes.Count : 0, plan.ModuleMillimetres);
    }

    private PosterLinks Links(PosterOrder order)
    {
        if (order.Link == PosterLink.Web) return new WebLinks(order.BaseUrl ?? configuration["Posters:BaseUrl"], codes);
        var perMinute = configuration.GetValue("Posters:ScenesPerMinute", UsualScenesPerMinute);
        if (perMinute < 1) throw new SettingException("Posters:ScenesPerMinute must be at least 1.");
        return account is not null && wechat is not null
            ? new WeChatLinks(databases, gate, codes, account, wechat, perMinute, clock)
            : throw new SettingException("Codes of WeChat need the service account: set WeChat:AppId, WeChat:AppSecret, WeChat:Token and WeChat:EncodingAesKey as for the bot.");
    }
}

/// <summary>An order thought through: nothing is written yet.</summary>
internal sealed record PosterPlan(
    PosterOrder Order, IReadOnlyList<PosterVolume> Volumes, PosterDesign Design, SheetPlan Sheet, PosterLinks Links, PosterFonts? Fonts, string Settings,
    IReadOnlyList<string> Warnings) : IDisposable
{
    public IReadOnlyList<string> Codes { get; } = [.. Volumes.SelectMany(volume => volume.Buildings).Select(building => building.Code)];

    /// <summary>Side of one module as it is printed, in millimetres, in the PDF or else in the SVG's A5.</summary>
    public double ModuleMillimetres
    {
        get
        {
            var code = QrMatrix.Of(Links.Of(Volumes[0].Buildings[0].Code));
            return PosterDesign.ModuleSide(code) * (Order.Pdf ? Sheet.Scale : SvgPoster.Scale);
        }
    }

    public void Dispose() => Fonts?.Dispose();
}

/// <param name="Kept">Posters that an earlier run had made already.</param>
internal sealed record PosterSummary(int Posters, int Kept, int Volumes, double ModuleMillimetres);
