using IntakeBot.Dialogue.Understanding;

namespace IntakeBot.Dialogue.Tests.Readers;

public sealed class MoneyTests
{
    [Theory]
    [InlineData("欠我三千五", 3500)]
    [InlineData("押金一万二一直不退", 12000)]
    [InlineData("一共两万三千五", 23500)]
    [InlineData("装修花了18万6", 186000)]
    [InlineData("总共欠近210万元", 2100000)]
    [InlineData("五千多块没给", 5000)]
    [InlineData("押金3k", 3000)]
    [InlineData("底薪两千八", 2800)]
    [InlineData("要我交三五千", 3000)]
    [InlineData("罚了我几百块", 200)]
    [InlineData("收了¥1,200.50", 1200.5)]
    [InlineData("转过去5w", 50000)]
    [InlineData("房租1万2一个月", 12000)]
    [InlineData("扣了我800", 800)]
    [InlineData("会员卡预存1000返100", 1000)]
    [InlineData("被骗两万多元", 20000)]
    [InlineData("十来万的房款", 100000)]
    [InlineData("三十几万打了水漂 都是骗的", 300000)]
    [InlineData("赔偿只给6.5万", 65000)]
    [InlineData("工资还差2100没结", 2100)]
    [InlineData("押金1500元", 1500)]
    [InlineData("押金一千五", 1500)]
    [InlineData("三千零五十块", 3050)]
    [InlineData("一百二十块钱", 120)]
    [InlineData("两百五十元", 250)]
    [InlineData("壹仟伍佰元整", 1500)]
    [InlineData("二十五万六千块", 256000)]
    [InlineData("学费九千八不退", 9800)]
    [InlineData("收咗我三百蚊", 300)]
    [InlineData("押金廿几块", 20)]
    [InlineData("deposit 2000 yuan", 2000)]
    [InlineData("he owes me 3500 rmb", 3500)]
    [InlineData("paid $150 for nothing", 150)]
    [InlineData("qian wo 1800 kuai", 1800)]
    [InlineData("yajin san qian kuai bu tui", 3000)]
    [InlineData("１５００元押金", 1500)]
    [InlineData("百把块钱的事", 100)]
    [InlineData("千把块", 1000)]
    [InlineData("三百五百的他不在乎 欠我八千", 8000)]
    [InlineData("医药费四千多没人管", 4000)]
    [InlineData("每人3000元", 3000)]
    [InlineData("2000-3000块", 2000)]
    [InlineData("要三到五千块", 3000)]
    [InlineData("大概7000块左右", 7000)]
    public void The_sum_in_dispute(string text, double expected) =>
        Disputed.Amount(ShippedReader.Read(text)).ShouldNotBeNull(text).Value.ShouldBe((decimal)expected, text);

    [Theory]
    [InlineData("电费一块八一度")]
    [InlineData("每平米3块管理费")]
    [InlineData("水费按12块一方算")]
    [InlineData("一个小时14块")]
    [InlineData("停车5元/小时")]
    [InlineData("房租从2800涨到3500")]
    public void Prices_are_no_sum_in_dispute(string text)
    {
        var reading = ShippedReader.Read(text);
        reading.Money.ShouldNotBeEmpty(text);
        Disputed.Amount(reading).ShouldBeNull(text);
    }

    [Theory]
    [InlineData("我住3栋1502")]
    [InlineData("13800000000")]
    [InlineData("2026年11月3号搬走的")]
    [InlineData("一个月用了350度电")]
    [InlineData("干了五年了")]
    [InlineData("三百多人没地方住")]
    [InlineData("一毛钱都没给")]
    [InlineData("一分钱没见着")]
    [InlineData("公交325路不停站")]
    [InlineData("厨房漏水 修了三次")]
    [InlineData("找了他一百遍")]
    [InlineData("20斤的狗")]
    [InlineData("楼上2点还在吵")]
    [InlineData("地板砖裂了三块砖")]
    [InlineData("四个月没来")]
    [InlineData("第三天")]
    [InlineData("一千多员工")]
    [InlineData("百分之三十")]
    [InlineData("毛病很多")]
    public void No_money_here(string text) => ShippedReader.Read(text).Money.ShouldBeEmpty(text);

    [Theory]
    [InlineData("五千多块", true, null)]
    [InlineData("近210万元", true, null)]
    [InlineData("三五千块", true, 5000)]
    [InlineData("3500元", false, null)]
    [InlineData("大概3500元", true, null)]
    public void Says_how_exact_it_is(string text, bool approximate, int? upper)
    {
        var money = ShippedReader.Read(text).Money.ShouldHaveSingleItem();
        money.Approximate.ShouldBe(approximate);
        money.Upper.ShouldBe(upper);
    }

    [Fact]
    public void The_span_is_where_the_sum_stands()
    {
        var reading = ShippedReader.Read("房东扣了三千五百块押金");
        reading.Money.ShouldHaveSingleItem().Span.Of(reading.Original).ShouldBe("三千五百块");
        var pinyin = ShippedReader.Read("fang dong kou le 1600 kuai");
        pinyin.Money.ShouldHaveSingleItem().Span.Of(pinyin.Original).ShouldBe("1600 kuai");
    }
}
