using IntakeBot.Dialogue.Understanding;

namespace IntakeBot.Dialogue.Tests.Readers;

public sealed class TimeTests
{
    [Theory]
    [InlineData("昨晚十点多", "2026-11-22T22")]
    [InlineData("昨晚两点", "2026-11-23T02")]
    [InlineData("昨天半夜三点", "2026-11-23T03")]
    [InlineData("前天夜里", "2026-11-21TNI")]
    [InlineData("前天晚上", "2026-11-21TEV")]
    [InlineData("上周三", "2026-11-18")]
    [InlineData("上个礼拜五", "2026-11-20")]
    [InlineData("上上周一", "2026-11-09")]
    [InlineData("这周六", "2026-11-28")]
    [InlineData("昨天", "2026-11-22")]
    [InlineData("大前天", "2026-11-20")]
    [InlineData("今早七点半", "2026-11-23T07:30")]
    [InlineData("今天下午3点", "2026-11-23T15")]
    [InlineData("昨天中午12点", "2026-11-22T12")]
    [InlineData("今晚十二点", "2026-11-24T00")]
    [InlineData("11月3号", "2026-11-03")]
    [InlineData("十月二十五号", "2026-10-25")]
    [InlineData("2026-11-18", "2026-11-18")]
    [InlineData("2025年3月", "2025-03")]
    [InlineData("25年3月份", "2025-03")]
    [InlineData("去年八月", "2025-08")]
    [InlineData("今年3月到现在", "2026-03")]
    [InlineData("从三月份开始", "2026-03")]
    [InlineData("上个月15号", "2026-10-15")]
    [InlineData("上个月", "2026-10")]
    [InlineData("15号搬的", "2026-11-15")]
    [InlineData("28号交的钱", "2026-10-28")]
    [InlineData("去年", "2025")]
    [InlineData("前年", "2024")]
    [InlineData("年初", "2026")]
    [InlineData("中秋前", "2026-09-25")]
    [InlineData("国庆那天", "2026-10-01")]
    [InlineData("去年春节", "2025-01-29")]
    [InlineData("半个月了", "P0.5M")]
    [InlineData("两个星期了", "P2W")]
    [InlineData("三天没水", "P3D")]
    [InlineData("一年半了", "P1.5Y")]
    [InlineData("两个半月", "P2.5M")]
    [InlineData("大半年了", "P0.5Y")]
    [InlineData("拖了八个多月", "P8M")]
    [InlineData("每天凌晨两三点", "T02/T03")]
    [InlineData("每晚十一点", "T23")]
    [InlineData("每天晚上", "TEV")]
    [InlineData("天天", "P1D")]
    [InlineData("三天前", "2026-11-20")]
    [InlineData("两个月前", "2026-09")]
    [InlineData("晚上9点到11点", "T21/T23")]
    [InlineData("22:30", "T22:30")]
    [InlineData("昨天22:30", "2026-11-22T22:30")]
    [InlineData("寻晚十点", "2026-11-22T22")]
    [InlineData("琴日", "2026-11-22")]
    [InlineData("yesterday", "2026-11-22")]
    [InlineData("last night at 10pm", "2026-11-22T22")]
    [InlineData("last wednesday", "2026-11-18")]
    [InlineData("2 weeks ago", "2026-11-09")]
    [InlineData("for 3 months", "P3M")]
    [InlineData("since march", "2026-03")]
    [InlineData("zuo wan 10 dian", "2026-11-22T22")]
    [InlineData("shang zhou san", "2026-11-18")]
    public void Written_as_timex(string text, string timex) =>
        ShippedReader.Read(text).Times[0].Timex.ShouldBe(timex, text);

    [Theory]
    [InlineData("半个月了", "2026-11-08")]
    [InlineData("从今年3月到现在", "2026-03-01")]
    [InlineData("自从上周三开始", "2026-11-18")]
    [InlineData("三个月没发工资了", "2026-08-23")]
    [InlineData("拖了一年", "2025-11-23")]
    [InlineData("for 2 weeks now", "2026-11-09")]
    public void Says_since_when(string text, string day)
    {
        var time = ShippedReader.Read(text).Times.ShouldHaveSingleItem();
        time.Since.ShouldBeTrue(text);
        time.Start!.Value.ToString("yyyy-MM-dd").ShouldBe(day, text);
        time.End.ShouldBe(ShippedReader.Now);
    }

    [Theory]
    [InlineData("每天半夜")]
    [InlineData("每晚")]
    [InlineData("天天")]
    [InlineData("every night")]
    [InlineData("每周六")]
    [InlineData("一到晚上")]
    public void Says_that_it_recurs(string text) => ShippedReader.Read(text).Times.ShouldHaveSingleItem().Recurring.ShouldBeTrue(text);

    [Theory]
    [InlineData("有一点点吵")]
    [InlineData("点了外卖")]
    [InlineData("三年级的学生")]
    [InlineData("五号楼")]
    [InlineData("天花板掉了")]
    [InlineData("3栋2单元")]
    [InlineData("年轻人")]
    [InlineData("13800000000")]
    [InlineData("一点都不讲理")]
    public void No_time_here(string text) => ShippedReader.Read(text).Times.ShouldBeEmpty(text);

    [Theory]
    [InlineData("今晚", "2026-11-23T18:00")]
    [InlineData("今天晚上十点", "2026-11-23T22:00")]
    [InlineData("昨晚", "2026-11-23T18:00")]
    [InlineData("今天下午", "2026-11-23T12:00")]
    [InlineData("刚才", "2026-11-23T23:30")]
    public void After_midnight_tonight_is_the_evening_before(string text, string start)
    {
        var now = new DateTimeOffset(2026, 11, 24, 0, 30, 0, TimeSpan.FromHours(8));
        ShippedReader.Reader.Read(text, now).Times.ShouldHaveSingleItem().Start!.Value.ToString("yyyy-MM-ddTHH:mm").ShouldBe(start, text);
    }

    [Fact]
    public void The_offset_of_the_moment_does_not_matter()
    {
        var utc = new DateTimeOffset(2026, 11, 23, 17, 30, 0, TimeSpan.Zero); // half past one in the morning of the 24th
        ShippedReader.Reader.Read("昨天下午三点", utc).Times.ShouldHaveSingleItem().Timex.ShouldBe("2026-11-23T15");
    }

    [Fact]
    public void Before_a_festival_has_an_end_and_no_beginning()
    {
        var time = ShippedReader.Read("说好中秋前退").Times.ShouldHaveSingleItem();
        time.Start.ShouldBeNull();
        time.End!.Value.ToString("yyyy-MM-dd").ShouldBe("2026-09-25");
        time.Approximate.ShouldBeTrue();
    }

    [Fact]
    public void Two_times_are_two()
    {
        var times = ShippedReader.Read("不是昨天,是前天晚上").Times;
        times.Select(t => t.Timex).ShouldBe(["2026-11-22", "2026-11-21TEV"]);
    }
}
