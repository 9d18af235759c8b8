using IntakeBot.Dialogue.Understanding;

namespace IntakeBot.Dialogue.Tests.Readers;

public sealed class BoundsTests
{
    [Fact]
    public void Anything_can_be_read()
    {
        string[] odd =
        [
            "", " ", "\n\n", "\0\u0001\u001b[31m", "\ud83d", "\udc00\ud83d", string.Concat(Enumerable.Repeat("👏", 200)), new string('一', 10_000), new string('9', 10_000),
            new string('千', 10_000), new string('。', 5_000), "<script>alert(1)</script>", "\u202e\u200b\ufeff", string.Concat(Enumerable.Repeat("着火了", 3_400)), string.Concat(Enumerable.Repeat("13812345678 ", 900)),
            string.Concat(Enumerable.Repeat("zhaohuole", 1_200)), new string('a', 20_000), string.Concat(Enumerable.Repeat("一二三四五六七八九十百千万", 800)),
        ];
        foreach (var text in odd)
        {
            var reading = ShippedReader.Read(text);
            reading.Original.Length.ShouldBe(reading.Text.Length);
            reading.Original.Length.ShouldBeLessThanOrEqualTo(MessageReader.MaxLength);
            reading.Original.ShouldNotContain('\0');
        }
    }

    [Fact]
    public void Random_text_never_throws_and_spans_stay_inside()
    {
        var random = new Random(20261123);
        string[] pieces = ["三", "千", "五", "块", "多", "几", "百", "十", "万", "昨天", "晚上", "点", "半", "月", "号", "上周", "每", "个", "人", "户", "138", "1234", "5678", "-", ":", " ", "到", "从", "年", "2026", "/", ".", "楼", "室", "我叫", "王", "公司", "着火", "不", "zuo", "tian", "kuai", "a", "x", "\ud83d", "￥", "k", "w", "度", "一", "前", "了", "中秋", "星期", "天", "小时", "at ", "10pm", "last ", "week", "every "];
        for (var i = 0; i < 4000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 14)).Select(_ => random.Next(5) == 0 ? ((char)random.Next(1, 0xFFFF)).ToString() : pieces[random.Next(pieces.Length)]));
            var reading = ShippedReader.Read(text);
            foreach (var span in reading.Money.Select(m => m.Span).Concat(reading.People.Select(p => p.Span)).Concat(reading.Times.Select(t => t.Span)).Concat(reading.Phones.Select(p => p.Span))
                .Concat(reading.IdNumbers.Select(d => d.Span)).Concat(reading.Parties.Select(p => p.Span)).Concat(reading.Places.Select(p => p.Span)).Concat(reading.Names.Select(n => n.Span)))
            {
                span.Start.ShouldBeGreaterThanOrEqualTo(0, text);
                span.Length.ShouldBeGreaterThan(0, text);
                span.End.ShouldBeLessThanOrEqualTo(reading.Text.Length, text);
            }
        }
    }

    private const string Story = "我在公明租房子, 房东上周三说好退三千五押金, 到现在半个月了还没退, 打电话13812345678不接, 楼上每天半夜两三点打麻将, 三百多号人没发工资。";

    /// <summary>Repeated without end, each keeps one reader or another busy at every character.</summary>
    public static TheoryData<string> Spiteful =>
    [
        Story, "1", "9", "0", "一", "几", "百", "万", "零", "(", ")", "()[]", "「『", "“”", "\"", "|", " ", "\n", "!", ".", "/", "-", ":", "+", "x", "的", "138", "138 ", "1381234567 ", "+86", "尾号8899", "0755-",
        "11010519491231002X", "上上上周", "上个", "一月", "15号", "每天", "从", "到现在", "昨天        ", "晚上9点到", "三天前", "三百多", "三块一块", "三五千", "3-5-", "1.1", "1/1", "百分之", "三分之一", "三个人", "我们三个", "被三个人打",
        "我叫", "姓王王王", "王公司", "房东姓陈", "粤B1234", "粤", "3单元502", "塘尾新村", "3巷", "12号路", "不是这栋", "没有被打死了", "着火了没有", "不是昨天", "two and a half ", "one hundred and ", "last ", "every ", "a ", "zhaohuole", "san qian wu ", "不想活", "怎么办理", "👏", "1️⃣",
    ];

    [Theory]
    [MemberData(nameof(Spiteful))]
    public void Ten_thousand_characters_take_no_longer_than_fifty_milliseconds(string piece) =>
        ThreadTime.Best(() => ShippedReader.Read(Text(piece, MessageReader.MaxLength)), 40, 50).ShouldBeLessThanOrEqualTo(50, piece);

    [Theory]
    [MemberData(nameof(Spiteful))]
    public void Four_times_the_text_takes_about_four_times_the_time(string piece)
    {
        var (quarter, whole) = (Text(piece, MessageReader.MaxLength / 4), Text(piece, MessageReader.MaxLength));
        var (least, most) = (double.MaxValue, double.MaxValue);
        // Turn by turn, so that a slow moment of the machine meets both; a square would be sixteen times, however often it is tried.
        for (var round = 0; round < 60 && most > least * 8 + 0.5; round++)
        {
            least = Math.Min(least, ThreadTime.Best(() => ShippedReader.Read(quarter), 3));
            most = Math.Min(most, ThreadTime.Best(() => ShippedReader.Read(whole), 1));
        }
        most.ShouldBeLessThanOrEqualTo(least * 8 + 0.5, $"{piece}: a quarter {least:0.00} ms, the whole {most:0.00} ms");
    }

    private static string Text(string piece, int length) => string.Concat(Enumerable.Repeat(piece, length / piece.Length + 1))[..length];

    [Theory]
    [InlineData("ＡＢＣ１２３，。！", "abc123,。!")]
    [InlineData("樓上漏水", "楼上漏水")]
    [InlineData("A\u200bB\u0007C", "abc")]
    public void Folded_text_keeps_its_places(string text, string folded) => ShippedReader.Read(text).Text.ShouldBe(folded);

    [Theory]
    [InlineData("房东不退押金", "zh-CN")]
    [InlineData("業主委員會從來沒有公佈過帳目", "zh-Hant")]
    [InlineData("楼上成晚打麻雀嘈到我瞓唔着", "zh-HK")]
    [InlineData("the landlord keeps my deposit", "en")]
    [InlineData("fang dong bu tui ya jin", "zh-Latn")]
    [InlineData("yajin butui", "zh-Latn")]
    [InlineData("ok", "en")]
    [InlineData("", "zh-CN")]
    [InlineData("3000", "zh-CN")]
    public void Which_language(string text, string language) => ShippedReader.Read(text).Language.ShouldBe(language, text);
}
