using System.Globalization;
using System.Security;
using System.Text;

namespace IntakeBot.Host.Posters;

/// <summary>One poster as an SVG 1.1 document in A5, text as text: it can be searched and edited.</summary>
internal sealed class SvgPoster : IPosterCanvas
{
    private const string Fonts = "'Noto Sans CJK SC','Noto Sans SC','Source Han Sans SC','PingFang SC','Microsoft YaHei','WenQuanYi Micro Hei',sans-serif";
    private const double Millimetres = 148.5;
    /// <summary>Millimetres for one unit of the poster.</summary>
    public const double Scale = Millimetres / PosterDesign.Width;
    private readonly StringBuilder _svg = new(8192);

    public SvgPoster(string title)
    {
        _svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{Millimetres}mm\" height=\"{Scale * PosterDesign.Height:0.##}mm\" viewBox=\"0 0 {PosterDesign.Width} {PosterDesign.Height}\" font-family=\"{Fonts}\" xml:lang=\"zh-CN\">\n");
        _svg.Append(CultureInfo.InvariantCulture, $"<title>{SecurityElement.Escape(title)}</title>\n");
    }

    public void Panel(double x, double y, double width, double height, string colour) =>
        _svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{x:0.##}\" y=\"{y:0.##}\" width=\"{width:0.##}\" height=\"{height:0.##}\" fill=\"{colour}\"/>\n");

    public void Text(string text, double x, double y, PosterType type, PosterAlign align)
    {
        var anchor = align switch { PosterAlign.Left => "", PosterAlign.Middle => " text-anchor=\"middle\"", _ => " text-anchor=\"end\"" };
        var weight = type.Bold ? " font-weight=\"700\"" : "";
        _svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{x:0.##}\" y=\"{y:0.##}\" font-size=\"{type.Size:0.###}\" fill=\"{type.Colour}\"{weight}{anchor} xml:space=\"preserve\">{SecurityElement.Escape(text)}</text>\n");
    }

    public void Code(QrMatrix code, double x, double y, double side)
    {
        _svg.Append(CultureInfo.InvariantCulture, $"<path id=\"code\" transform=\"translate({x:0.##} {y:0.##}) scale({side / code.Side:0.######})\" fill=\"#000\" fill-rule=\"evenodd\" d=\"");
        foreach (var outline in code.Outlines)
        {
            var (lastX, lastY) = outline[0];
            _svg.Append('M').Append(lastX).Append(' ').Append(lastY);
            foreach (var (cornerX, cornerY) in outline.Skip(1))
            {
                if (cornerY == lastY) _svg.Append('h').Append(cornerX - lastX);
                else _svg.Append('v').Append(cornerY - lastY);
                (lastX, lastY) = (cornerX, cornerY);
            }
            _svg.Append('z');
        }
        _svg.Append("\"/>\n");
    }

    public byte[] Finish() => Encoding.UTF8.GetBytes(_svg.Append("</svg>\n").ToString());
}
