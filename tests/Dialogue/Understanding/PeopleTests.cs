using IntakeBot.Dialogue.Understanding;

namespace IntakeBot.Dialogue.Tests.Readers;

public sealed class PeopleTests
{
    [Theory]
    [InlineData("我们十几户都没水", 10)]
    [InlineData("三百多号人没拿到钱", 300)]
    [InlineData("一个车间四十几个", 40)]
    [InlineData("工友廿几个", 20)]
    [InlineData("我们五个人合租", 5)]
    [InlineData("我们班36个人", 36)]
    [InlineData("整栋楼120户", 120)]
    [InlineData("一百来户没水", 100)]
    [InlineData("工地三百多人", 300)]
    [InlineData("六十多名工人", 60)]
    [InlineData("三十几位业主签了名", 30)]
    [InlineData("上百人没拿到钱", 100)]
    [InlineData("我们仨被困", 3)]
    [InlineData("我们俩都没签合同", 2)]
    [InlineData("一家五口挤在一间", 5)]
    [InlineData("七八个工友受伤", 7)]
    [InlineData("十来个租客", 10)]
    [InlineData("二十多个家长", 20)]
    [InlineData("18户墙都裂了", 18)]
    [InlineData("我哋成三十几个人冇粮出", 30)]
    [InlineData("about 40 workers not paid", 40)]
    [InlineData("15 families have no water", 15)]
    [InlineData("there are 6 of us", 6)]
    [InlineData("wo men 8 ge ren mei fa gong zi", 8)]
    [InlineData("六七十个学员退不了课", 60)]
    [InlineData("百来个学生吃坏肚子", 100)]
    [InlineData("近千名业主", 1000)]
    public void Those_affected(string text, int expected) => Disputed.People(ShippedReader.Read(text)).ShouldNotBeNull(text).Value.ShouldBe(expected, text);

    [Theory]
    [InlineData("我一个人住")]
    [InlineData("来了五六个男的堵我家门")]
    [InlineData("被三个人打了")]
    [InlineData("七八个保安围着我")]
    [InlineData("几户人家")]
    [InlineData("三个房间都漏水")]
    [InlineData("四个月没发工资")]
    [InlineData("换了三个师傅")]
    [InlineData("租了个三人间")]
    [InlineData("第三人民医院")]
    [InlineData("两个垃圾桶")]
    [InlineData("户口在湖南")]
    [InlineData("五六个混混在楼下要钱")]
    public void Nobody_affected_is_counted(string text) => Disputed.People(ShippedReader.Read(text)).ShouldBeNull(text);

    [Fact]
    public void Attackers_are_marked() => ShippedReader.Read("来了五六个男的堵我家门").People.ShouldHaveSingleItem().Affected.ShouldBeFalse();

    [Fact]
    public void A_range_keeps_both_ends()
    {
        var people = ShippedReader.Read("七八个工友受伤").People.ShouldHaveSingleItem();
        people.Approximate.ShouldBeTrue();
        people.Upper.ShouldBe(8);
    }
}
