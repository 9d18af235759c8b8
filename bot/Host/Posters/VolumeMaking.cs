using IntakeBot.Casework.Places;

namespace IntakeBot.Host.Posters;

/// <summary>Makes the posters of one volume, page by page: no more than a page of them is in memory.</summary>
internal static class VolumeMaking
{
    public static IReadOnlyList<PosterLine> Make(PosterPlan plan, PosterVolume volume, PosterFolder folder, Action<int> progress, CancellationToken stop)
    {
        var lines = new List<PosterLine>(volume.Buildings.Count);
        if (plan.Order.Pdf)
        {
            folder.Write(volume.PdfPath, stream =>
            {
                using var sheets = new PdfSheets(stream, volume.Name, plan.Design, plan.Sheet, plan.Fonts!);
                foreach (var page in volume.Buildings.Chunk(plan.Order.PerPage)) sheets.AddPage(Page(page));
                sheets.Finish();
            });
        }
        else
        {
            foreach (var page in volume.Buildings.Chunk(plan.Order.PerPage)) Page(page);
        }
        return lines;

        IReadOnlyList<(Building Building, QrMatrix Code)> Page(Building[] buildings)
        {
            stop.ThrowIfCancellationRequested();
            var posters = new (Building Building, QrMatrix Code)[buildings.Length];
            var page = lines.Count / plan.Order.PerPage + 1;
            foreach (var (i, building) in buildings.Index())
            {
                var link = plan.Links.Of(building.Code);
                posters[i] = (building, QrMatrix.Of(link));
                if (plan.Order.Svg) folder.Write(PosterVolume.SvgPath(building), stream => stream.Write(Svg(plan.Design, building, posters[i].Code)));
                lines.Add(new(building.Code, building.Address, building.Community.Name, link, plan.Order.Svg ? PosterVolume.SvgPath(building) : "",
                    plan.Order.Pdf ? volume.PdfPath : "", plan.Order.Pdf ? page : 0));
            }
            progress(buildings.Length);
            return posters;
        }
    }

    private static byte[] Svg(PosterDesign design, Building building, QrMatrix code)
    {
        var svg = new SvgPoster($"{building.Code} {building.Address}");
        design.Draw(svg, building, code);
        return svg.Finish();
    }
}
