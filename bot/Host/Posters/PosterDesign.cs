using IntakeBot.Casework.Places;
using IntakeBot.Host.Desk.Wording;

namespace IntakeBot.Host.Posters;

/// <summary>
/// The poster of one building, in the proportions of A4, A5 and A6. Nothing coloured reaches the edge: it needs no bleed, and
/// no print shop.
/// </summary>
internal sealed class PosterDesign(PosterTexts zh, PosterTexts en, Gazetteer places, PosterLink link)
{
    public const double Width = 105;
    public const double Height = 148.5;
    /// <summary>Raise it with every change of what is drawn, so that an interrupted run does not mix two designs.</summary>
    public const int Edition = 2;

    private const double CodeSide = 62;
    private const double Edge = 4;
    private const double Inner = Width - 2 * Edge;
    private const double Middle = Width / 2;
    private const string Blue = "#0b5c8a", Pale = "#eef3f7", Dark = "#1b2530", Grey = "#4c5a68", Red = "#b3261e", White = "#ffffff";

    /// <summary>Side of one module, in the poster's units.</summary>
    public static double ModuleSide(QrMatrix code) => CodeSide / code.Side;

    public void Draw(IPosterCanvas canvas, Building building, QrMatrix code)
    {
        canvas.Panel(0, 0, Width, Height, White);
        canvas.Panel(Edge, Edge, Inner, 23, Blue);
        Fitted(canvas, zh.Title, 16.6, new(10.5, White, Bold: true));
        Fitted(canvas, en.Title, 23.8, new(4.6, White));

        Fitted(canvas, zh.What, 33.2, new(4.1, Dark));
        Fitted(canvas, en.What, 37.2, new(2.9, Grey));
        canvas.Code(code, Middle - CodeSide / 2, 37.6, CodeSide);
        Fitted(canvas, How(zh), 103, new(3.5, Dark));
        Fitted(canvas, How(en), 106.8, new(2.7, Grey));

        canvas.Panel(Edge, 109.5, Inner, 18, Pale);
        Address(canvas, building);
        canvas.Panel(Edge, 129, Inner, 11.6, Red);
        Danger(canvas);
        Foot(canvas);
    }

    // Only WeChat itself opens WeChat's codes.
    private string How(PosterTexts texts) => link == PosterLink.WeChat ? texts.HowInWeChat : texts.How;

    private void Address(IPosterCanvas canvas, Building building)
    {
        var (lines, size) = TypeSetting.Lines(building.Address, 6, 4.4, Inner - 8);
        for (var i = 0; i < lines.Count; i++)
            canvas.Text(lines[i], Middle, lines.Count == 1 ? 118 : 115.2 + i * 5.4, new(size, Dark, Bold: true));
        Fitted(canvas, $"{Fill(zh.Building)}   {Fill(en.Building)}", 125, new(3.2, Grey));

        string Fill(string text) => DeskTexts.Fill(text, ("code", building.Code));
    }

    private void Danger(IPosterCanvas canvas)
    {
        canvas.Text(zh.Danger, Edge + 3, 134.3, new(4.1, White, Bold: true), PosterAlign.Left);
        canvas.Text(en.Danger, Edge + 3, 138.5, new(2.7, White), PosterAlign.Left);
        (string Zh, string En)[] numbers = [(zh.Fire, en.Fire), (zh.Police, en.Police), (zh.Ambulance, en.Ambulance)];
        for (var i = 0; i < numbers.Length; i++)
        {
            var x = 51.5 + i * 19.2;
            canvas.Text(numbers[i].Zh, x, 134.6, new(4.2, White, Bold: true));
            canvas.Text(numbers[i].En, x, 138.5, new(2.4, White));
        }
    }

    // Posters of the generated district say so, lest one of them ends up at a door.
    private void Foot(IPosterCanvas canvas)
    {
        if (places.Synthetic)
        {
            Fitted(canvas, $"{zh.Sample}  {en.Sample}", 144.6, new(2.7, Red, Bold: true));
            return;
        }
        foreach (var (texts, y, size) in ((PosterTexts, double, double)[])[(zh, 143.9, 2.8), (en, 146.2, 2)])
        {
            canvas.Text(texts.From, Edge, y, new(size, Grey), PosterAlign.Left);
            canvas.Text(texts.Hotline, Width - Edge, y, new(size, Grey), PosterAlign.Right);
        }
    }

    private static void Fitted(IPosterCanvas canvas, string text, double y, PosterType type) =>
        canvas.Text(text, Middle, y, type with { Size = TypeSetting.Fit(text, type.Size, Inner - 4) });
}
