using IntakeBot.Host.Posters;
using QRCoder;
using SkiaSharp;

namespace IntakeBot.Host.Tests.Posters;

public sealed class QrMatrixTests
{
    [Theory]
    [InlineData("1")]
    [InlineData("https://intake.example.gov.cn/q/TW-000123.k8JY0aB1cD2eFg")]
    [InlineData("http://weixin.qq.com/q/02abcDEFghiJKLmnoPQRstuVWXyz0123456789")]
    [InlineData("光明区的码里也可以有汉字")]
    public void The_outlines_filled_are_the_modules(string text)
    {
        var code = QrMatrix.Of(text);
        using var data = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.Q);
        code.Side.ShouldBe(data.ModuleMatrix.Count);
        using var path = new SKPath { FillType = SKPathFillType.EvenOdd };
        foreach (var outline in code.Outlines) path.AddPoly([.. outline.Select(c => new SKPoint(c.X, c.Y))]);
        for (var y = 0; y < code.Side; y++)
            for (var x = 0; x < code.Side; x++) path.Contains(x + 0.5f, y + 0.5f).ShouldBe(data.ModuleMatrix[y][x], $"module {x}, {y}");
        // Only corners, turn by turn: the SVG writes them as h and v in alternation.
        code.Outlines.ShouldAllBe(o => o.Count % 2 == 0 && o.Index().All(c => c.Index % 2 == 0 ? c.Item.Y == o[c.Index + 1].Y : c.Item.X == o[(c.Index + 1) % o.Count].X));
    }
}
