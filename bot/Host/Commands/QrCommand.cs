using System.CommandLine;
using System.Globalization;
using IntakeBot.Host.Posters;
using IntakeBot.Host.StartUp;
using Spectre.Console;

namespace IntakeBot.Host.Commands;

/// <summary>Makes the posters that hang at the doors.</summary>
internal static class QrCommand
{
    public static Command Create()
    {
        var building = Several("--building", "Code of a building, e.g. TW-000123; may be repeated.");
        var community = Several("--community", "All buildings of a community; may be repeated.");
        var subdistrict = Several("--subdistrict", "All buildings of a subdistrict; may be repeated.");
        var district = new Option<bool>("--district") { Description = "All buildings." };
        var folder = new Option<string>("--out") { Description = "Folder to write to. A run that was interrupted goes on there.", Required = true };
        var link = new Option<PosterLink>("--link") { Description = "What the code opens: the web page, or the WeChat service account.", DefaultValueFactory = _ => PosterLink.Web };
        var baseUrl = new Option<string?>("--base-url") { Description = "Where residents reach the page, https://...; otherwise the setting Posters:BaseUrl." };
        var perPage = new Option<int>("--per-page") { Description = $"Posters on a sheet of A4 in the PDF: 1 (A4), 2 (A5), 4 (A6) ... {SheetPlan.MostPerPage}.", DefaultValueFactory = _ => 4 };
        var format = new Option<PosterFormat>("--format") { Description = "One SVG for each building, print-ready PDFs, or both.", DefaultValueFactory = _ => PosterFormat.Both };
        var command = new Command("qr", "Makes the posters with the QR codes of buildings: SVG, and PDF ready to print and cut.")
        {
            building, community, subdistrict, district, folder, link, baseUrl, perPage, format,
        };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, cancellation) => RunAsync(
            new()
            {
                Buildings = parsed.GetValue(building) ?? [],
                Communities = parsed.GetValue(community) ?? [],
                Subdistricts = parsed.GetValue(subdistrict) ?? [],
                District = parsed.GetValue(district),
                Folder = parsed.GetRequiredValue(folder),
                Link = parsed.GetValue(link),
                BaseUrl = parsed.GetValue(baseUrl),
                PerPage = parsed.GetValue(perPage),
                Format = parsed.GetValue(format),
            },
            [.. parsed.UnmatchedTokens], cancellation));
        return command;
    }

    private static Option<string[]> Several(string name, string description) => new(name) { Description = description, Arity = ArgumentArity.OneOrMore };

    private static async Task<int> RunAsync(PosterOrder order, string[] settings, CancellationToken cancellation)
    {
        order.Check();
        await using var app = IntakeApp.Build(settings);
        await IntakeApp.PrepareStoreAsync(app, cancellation);
        using var plan = app.Services.GetRequiredService<PosterRun>().Plan(order);
        var console = PlainConsole.Create();
        foreach (var warning in plan.Warnings) console.MarkupLineInterpolated($"[yellow]{warning}[/]");
        var clock = app.Services.GetRequiredService<TimeProvider>();
        if (await plan.Links.MissingAsync(plan.Codes, cancellation) is > 0 and var missing)
        {
            console.MarkupLineInterpolated($"{missing} codes are made at WeChat; they count against the account for ever, and are kept.");
            await CountedWork.RunAsync(console, "Codes", missing, async count =>
            {
                await plan.Links.MakeAsync(plan.Codes, count, cancellation);
                return missing;
            }, clock);
        }
        var summary = await CountedWork.RunAsync(console, "Posters", plan.Codes.Count, count => PosterRun.RunAsync(plan, count, cancellation), clock);
        var module = summary.ModuleMillimetres.ToString("0.00", CultureInfo.InvariantCulture);
        console.MarkupLineInterpolated($"{summary.Posters} {(summary.Posters == 1 ? "poster" : "posters")}{(summary.Kept > 0 ? $", {summary.Kept} of them from an earlier run" : "")}{(summary.Volumes > 0 ? $", {summary.Volumes} PDF {(summary.Volumes == 1 ? "file" : "files")}" : "")} in {order.Folder}; one module of a code is {module} mm wide. The list is index.csv.");
        return 0;
    }
}
