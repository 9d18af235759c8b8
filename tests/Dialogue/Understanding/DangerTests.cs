using IntakeBot.Dialogue.Understanding;

namespace IntakeBot.Dialogue.Tests.Readers;

/// <summary>The learnt detector beside the rules: on sentences written for these tests, and on its own examples left out.</summary>
public sealed class DangerTests
{
    [Theory]
    [InlineData("楼下车库冒火 烟很大 快来", "119")]
    [InlineData("the kitchen is burning, smoke everywhere", "119")]
    [InlineData("煤气一直漏 我妈头晕站不住", "119")]
    [InlineData("我們困在電梯裡 有個老人喘不過氣", "119")]
    [InlineData("工地的架子倒下来 压住两个工人", "119")]
    [InlineData("有人触电倒在水里 没反应", "119")]
    [InlineData("有个小孩掉进河里 在挣扎", "119")]
    [InlineData("有人在砸我家的门 说要打死我 我躲在房间", "110")]
    [InlineData("有个男人拿着菜刀在门口追人", "110")]
    [InlineData("我女儿不见了 有人说被一个男的带走", "110")]
    [InlineData("我爸突然倒地 叫不醒 嘴唇发紫", "120")]
    [InlineData("阿婆晕咗 叫极都唔醒", "120")]
    [InlineData("我不想活了 我坐在天台边上", "12356")]
    [InlineData("flames in the stairwell, we can't get down", "119")]
    [InlineData("lou shang chuang hu mao huo le hao da de yan", "119")]
    [InlineData("ta na zhe dao zhui wo", "110")]
    public void Danger_names_its_number(string text, string number)
    {
        var urgency = ShippedReader.Read(text).Urgency;
        urgency.Level.ShouldBe("emergency", text);
        urgency.Number.ShouldBe(number, text);
    }

    [Theory]
    [InlineData("隔壁看枪战电影 声音太大")]
    [InlineData("儿子打游戏充了五千块 要求退钱")]
    [InlineData("气死我了 打了十几个电话都没人理")]
    [InlineData("前年仓库失火的赔偿什么时候发")]
    [InlineData("下周的消防演练几点集合")]
    [InlineData("万一停电了电梯怎么办 建议装个备用电源")]
    [InlineData("火锅店的油烟飘到我家")]
    [InlineData("煤气费为什么又涨价")]
    [InlineData("菜刀买来就生锈 商家不退货")]
    [InlineData("火已经灭了 想问赔偿找谁")]
    [InlineData("楼上两口子天天吵架 想请人劝劝")]
    [InlineData("how much is the gas bill this month")]
    [InlineData("mei qi fei duo shao qian")]
    [InlineData("天花板有水印 房东不修")]
    [InlineData("那边那个一直没人弄 大家都有意见")]
    [InlineData("一个男的")]
    [InlineData("在二楼")]
    [InlineData("yesterday evening")]
    public void Looks_like_danger_and_is_none(string text) => ShippedReader.Read(text).Urgency.Level.ShouldNotBe("emergency", text);

    [Fact]
    public void Holds_on_sentences_left_out()
    {
        const int parts = 4;
        var paths = ShippedReader.Files.Under("urgency/examples").ToArray();
        var (dangers, others, found, alarms) = (0, 0, 0, 0);
        for (var part = 0; part < parts; part++)
        {
            var (files, held) = (ShippedReader.Files, new List<(string Kind, string Text)>());
            foreach (var path in paths) files = files.With(path, Without(ShippedReader.Files.Find(path)!, part, parts, held));
            var reader = MessageReader.Create(files);
            foreach (var (kind, text) in held)
            {
                var alarm = reader.Read(text, ShippedReader.Now).Urgency.Level == "emergency";
                if (kind is "none" or "urgent") (others, alarms) = (others + 1, alarms + (alarm ? 1 : 0));
                else (dangers, found) = (dangers + 1, found + (alarm ? 1 : 0));
            }
        }
        dangers.ShouldBeGreaterThanOrEqualTo(2500);
        others.ShouldBeGreaterThanOrEqualTo(2400);
        var told = $"{found} of {dangers} dangers found, {alarms} of {others} look-alikes taken for one";
        ((double)found / dangers).ShouldBeGreaterThan(0.65, told);
        ((double)alarms / others).ShouldBeLessThan(0.065, told);
    }

    // The file without every so-manieth sentence; neighbours resemble each other least, so they make a part of their own.
    private static string Without(string text, int part, int parts, List<(string, string)> held)
    {
        var (kept, kind, n) = (new List<string>(), "", 0);
        foreach (var line in text.Split('\n'))
        {
            if (line.Length > 0 && char.IsAsciiLetter(line[0])) kind = line.TrimEnd(':', '\r');
            if (line.StartsWith("  - ", StringComparison.Ordinal) && n++ % parts == part) held.Add((kind, line[4..].Trim().Trim('"', '\'')));
            else kept.Add(line);
        }
        return string.Join('\n', kept);
    }
}
