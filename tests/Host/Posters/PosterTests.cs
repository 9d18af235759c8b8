using System.Text;
using System.Text.RegularExpressions;
using IntakeBot.Casework.Places;
using IntakeBot.Dialogue.Content;
using IntakeBot.Host.Commands;
using IntakeBot.Host.Links;
using IntakeBot.Host.Posters;
using IntakeBot.Host.StartUp;
using IntakeBot.Host.Tests.Running;
using Microsoft.Extensions.Configuration;
using SkiaSharp;

namespace IntakeBot.Host.Tests.Posters;

public sealed class PosterTests(Bots bots) : IDisposable
{
    private const string Base = "https://intake.example.gov.cn";
    private readonly string _folder = Directory.CreateTempSubdirectory("intakebot-posters-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Every_code_that_is_written_can_be_scanned_and_opens_its_building()
    {
        var bot = await bots.OnAsync(Bots.Sqlite);
        // One building of each community, and one more of two.
        var places = bot.Get<PlacesSource>().Current.Gazetteer;
        var codes = Enumerable.Range(0, places.BuildingCount).Select(places.BuildingAt).GroupBy(b => b.Community).SelectMany(c => c.Take(2)).Select(b => b.Code).ToList();
        var run = await MakeAsync(bot, new() { Folder = _folder, Buildings = codes, BaseUrl = Base + "/", Format = PosterFormat.Svg });

        run.Posters.ShouldBe(codes.Count);
        var lines = Index().ToList();
        lines.Select(line => line[0]).Order().ShouldBe(codes.Order());
        foreach (var line in lines)
        {
            var link = Scanner.Read(await File.ReadAllTextAsync(Path.Combine(_folder, line[4])));
            link.ShouldBe(line[3]);
            link.ShouldStartWith(Base + "/q/");
            var signed = link[(Base.Length + 3)..];
            bot.Get<SignedCodes>().Open(signed).ShouldBe(line[0]);
            bot.Get<SignedCodes>().Open(Tampered(signed)).ShouldBeNull();
            bot.Get<SignedCodes>().Open(signed.Replace(line[0], codes.First(c => c != line[0]), StringComparison.Ordinal)).ShouldBeNull();
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(6)]
    [InlineData(9)]
    public async Task Every_code_of_a_sheet_can_be_scanned_as_it_is_printed(int perPage)
    {
        var bot = await bots.OnAsync(Bots.Sqlite);
        using var fonts = Fonts();
        var places = bot.Get<PlacesSource>().Current.Gazetteer;
        var (zh, en) = PosterTexts.Load(bot.Get<ContentLibrary>().Current.Catalog.Files);
        var links = new WebLinks(Base, bot.Get<SignedCodes>());
        var posters = Enumerable.Range(40, perPage).Select(places.BuildingAt).Select(b => (b, QrMatrix.Of(links.Of(b.Code)))).ToList();
        var plan = SheetPlan.Of(perPage);

        // 150 dots an inch: worse than any printer.
        const float dots = 150 / 25.4f;
        using var bitmap = new SKBitmap((int)(plan.SheetWidth * dots), (int)(plan.SheetHeight * dots));
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(SKColors.White);
        canvas.Scale(dots);
        PdfSheets.Draw(canvas, posters, new(zh, en, places, PosterLink.Web), plan, fonts);

        for (var i = 0; i < perPage; i++)
        {
            var (x, y) = plan.Corner(i);
            x.ShouldBeGreaterThan(5);
            (y + plan.PosterHeight).ShouldBeLessThan(plan.SheetHeight - 5);
            var part = SKRectI.Round(new((float)x * dots, (float)y * dots, (float)(x + plan.PosterWidth) * dots, (float)(y + plan.PosterHeight) * dots));
            Scanner.Read(bitmap, part).ShouldBe(links.Of(posters[i].b.Code));
        }
    }

    [Fact]
    public async Task The_pdf_is_A4_has_its_fonts_inside_and_as_many_pages_as_the_posters_need()
    {
        var bot = await bots.OnAsync(Bots.Sqlite);
        Fonts().Dispose();
        var codes = Enumerable.Range(0, 9).Select(i => bot.Get<PlacesSource>().Current.Gazetteer.BuildingAt(i).Code).ToList();
        await MakeAsync(bot, new() { Folder = _folder, Buildings = codes, BaseUrl = Base, PerPage = 4 });
        var pdf = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(Directory.GetFiles(Path.Combine(_folder, "pdf")).ShouldHaveSingleItem()));
        Regex.Count(pdf, "/Type /Page\\b").ShouldBe(3);
        Regex.Matches(pdf, @"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]").Select(m => (Math.Round(double.Parse(m.Groups[1].Value)), Math.Round(double.Parse(m.Groups[2].Value)))).Distinct().ShouldBe([(595, 842)]);
        // Outlines inside the file (Type3), or the font itself: never a name that a printer would have to know.
        Regex.Count(pdf, "/Subtype /Type3|/FontFile").ShouldBeGreaterThan(0);
        Index().Select(line => line[6]).ShouldBe(["1", "1", "1", "1", "2", "2", "2", "2", "3"]);
    }

    [Fact]
    public async Task An_interrupted_run_goes_on_where_it_was_and_a_changed_address_makes_all_anew()
    {
        var bot = await bots.OnAsync(Bots.Sqlite);
        var order = new PosterOrder { Folder = _folder, Subdistricts = ["凤凰"], BaseUrl = Base, Format = PosterFormat.Svg };
        using var stop = new CancellationTokenSource();
        using (var plan = bot.Get<PosterRun>().Plan(order))
        {
            plan.Volumes.Count.ShouldBeGreaterThan(2);
            var (done, first) = (0, plan.Volumes[0].Buildings.Count);
            await Should.ThrowAsync<OperationCanceledException>(() => PosterRun.RunAsync(plan, count =>
            {
                if (Interlocked.Add(ref done, count) > 2 * first + 100) stop.Cancel();
            }, stop.Token));
        }
        File.Exists(Path.Combine(_folder, "index.csv")).ShouldBeFalse();

        var again = await MakeAsync(bot, order);
        again.Kept.ShouldBeInRange(1, again.Posters - 1);
        var lines = Index().ToList();
        lines.Count.ShouldBe(again.Posters);
        lines.ShouldAllBe(line => File.Exists(Path.Combine(_folder, line[4])));
        (await MakeAsync(bot, order)).Kept.ShouldBe(again.Posters);

        File.Delete(Path.Combine(_folder, lines[0][4]));
        (await MakeAsync(bot, order)).Kept.ShouldBeInRange(1, again.Posters - 1);
        (await MakeAsync(bot, order with { BaseUrl = "https://elsewhere.example.cn" })).Kept.ShouldBe(0);
        Scanner.Read(await File.ReadAllTextAsync(Path.Combine(_folder, lines[0][4]))).ShouldStartWith("https://elsewhere.example.cn/q/");
    }

    [Fact]
    public async Task Two_runs_do_not_write_to_one_folder()
    {
        var bot = await bots.OnAsync(Bots.Sqlite);
        using var first = new PosterFolder(_folder);
        (await Should.ThrowAsync<SettingException>(() => MakeAsync(bot, new() { Folder = _folder, Buildings = [bot.Building], BaseUrl = Base, Format = PosterFormat.Svg })))
            .Message.ShouldContain("Another run");
    }

    [Fact]
    public async Task What_cannot_be_printed_is_said_before_anything_is_written()
    {
        var bot = await bots.OnAsync(Bots.Sqlite);
        var good = new PosterOrder { Folder = Path.Combine(_folder, "none"), Buildings = [bot.Building], BaseUrl = Base, Format = PosterFormat.Svg };
        (string Says, PosterOrder Order)[] wrong =
        [
            ("--building CODE", good with { Buildings = [] }),
            ("--building CODE", good with { District = true }),
            ("no building XX-1", good with { Buildings = ["XX-1"] }),
            ("塘尾", good with { Buildings = [], Communities = ["没有"] }),
            ("凤凰", good with { Buildings = [], Subdistricts = ["没有"] }),
            ("--base-url", good with { BaseUrl = null }),
            ("https://", good with { BaseUrl = "http://intake.example.gov.cn" }),
            ("no address", good with { BaseUrl = "intake.example.gov.cn" }),
            ("no address", good with { BaseUrl = Base + "/?x=1" }),
            ("--per-page", good with { PerPage = 0 }),
            ("WeChat:AppId", good with { Link = PosterLink.WeChat }),
        ];
        foreach (var (says, order) in wrong) Should.Throw<SettingException>(() => bot.Get<PosterRun>().Plan(order), says).Message.ShouldContain(says);
        Directory.Exists(good.Folder).ShouldBeFalse();
        using var local = bot.Get<PosterRun>().Plan(good with { BaseUrl = "http://localhost:3978" });
        local.Warnings.ShouldContain(w => w.Contains("this computer only", StringComparison.Ordinal));
    }

    [Fact]
    public void A_font_that_is_not_there_is_said_with_what_to_do()
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection([new("Posters:Font", "/nowhere/font.ttc")]).Build();
        Should.Throw<SettingException>(() => PosterFonts.Find(settings)).Message.ShouldContain("--Posters:Font");
        using var fonts = Fonts();
        fonts.Missing(["光明区李松蓢社区1号"]).ShouldBe("");
        fonts.Missing(["光\U0001F9FF明"]).ShouldBe("\U0001F9FF");
    }

    [Fact]
    public void A_long_address_goes_over_two_lines_and_keeps_its_house_number_whole()
    {
        const string address = "光明街道翠湖社区光明大道与观光路交汇处东北侧光明城市花园一期二组团12345号楼";
        var (lines, size) = TypeSetting.Lines(address, 6, 4.4, 89);
        lines.Count.ShouldBe(2);
        string.Concat(lines).ShouldBe(address);
        lines.ShouldAllBe(line => TypeSetting.Width(line, size) <= 89.001);
        TypeSetting.Lines("光明大道1234567890123456789012345678901234567890", 6, 4.4, 89).Lines.ShouldAllBe(line => !line.StartsWith("67"));
    }

    [Fact]
    public async Task The_verb_makes_the_posters_of_a_building()
    {
        var code = await IntakeCommand.RunAsync(["qr", "--building", "TW-000001", "--out", _folder, "--base-url", Base, "--format", "svg", $"--Data:Directory={_folder}/data"]);
        code.ShouldBe(0);
        var svg = await File.ReadAllTextAsync(Path.Combine(_folder, "svg/TW/TW-000001.svg"));
        Scanner.Read(svg).ShouldStartWith(Base + "/q/TW-000001.");
        svg.ShouldContain("120");
        (await IntakeCommand.RunAsync(["qr", "--building", "TW-000001", "--out", _folder, "--format", "svg", $"--Data:Directory={_folder}/data"])).ShouldBe(1);
    }

    private static async Task<PosterSummary> MakeAsync(TestBot bot, PosterOrder order)
    {
        using var plan = bot.Get<PosterRun>().Plan(order);
        return await PosterRun.RunAsync(plan, _ => { }, CancellationToken.None);
    }

    private IEnumerable<string[]> Index() => File.ReadAllLines(Path.Combine(_folder, "index.csv")).Skip(1).Select(line => line[1..^1].Split("\",\""));

    private static string Tampered(string signed) => signed[..^2] + (signed[^2] == 'A' ? 'B' : 'A') + signed[^1];

    private static PosterFonts Fonts()
    {
        try
        {
            return PosterFonts.Find(new ConfigurationBuilder().Build());
        }
        catch (SettingException none)
        {
            Assert.Skip(none.Message);
            throw;
        }
    }
}
