using System.Diagnostics;
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

    [Fact]
    public void Twice_the_text_takes_about_twice_the_time()
    {
        const string story = "我在公明租房子, 房东上周三说好退三千五押金, 到现在半个月了还没退, 打电话13812345678不接, 楼上每天半夜两三点打麻将, 三百多号人没发工资。";
        string Text(int length) => string.Concat(Enumerable.Repeat(story, length / story.Length + 1))[..length];
        double Best(string text) => Enumerable.Range(0, 7).Min(_ =>
        {
            var begin = Stopwatch.GetTimestamp();
            ShippedReader.Read(text);
            return Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
        });
        Best(Text(2_000));
        var (quarter, whole) = (Best(Text(2_500)), Best(Text(10_000)));
        // Four times the text; a factor of two and a half more for a busy machine, where a square would be sixteen.
        whole.ShouldBeLessThan(quarter * 10 + 1, $"2,500 characters {quarter:0.0} ms, 10,000 characters {whole:0.0} ms");
    }

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
