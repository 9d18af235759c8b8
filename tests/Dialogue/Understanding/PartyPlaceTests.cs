using IntakeBot.Dialogue.Understanding;

namespace IntakeBot.Dialogue.Tests.Readers;

public sealed class PartyPlaceTests
{
    [Theory]
    [InlineData("房东不退押金", "landlord", null)]
    [InlineData("二房东跑了", "landlord", null)]
    [InlineData("房东姓陈", "landlord", "陈")]
    [InlineData("老板叫王强", "employer", "王强")]
    [InlineData("老板王强欠钱", "employer", "王强")]
    [InlineData("包工头李大勇跑了", "contractor", "李大勇")]
    [InlineData("中介收了钱", "agent", null)]
    [InlineData("物业不管", "property", null)]
    [InlineData("楼上天天吵", "neighbour", null)]
    [InlineData("对门骂人", "neighbour", null)]
    [InlineData("宏达电子厂不发工资", "company", "宏达电子厂")]
    [InlineData("美味轩快餐店油烟大", "shop", "美味轩快餐店")]
    [InlineData("粤B12345堵住门", "stranger", "粤B12345")]
    [InlineData("车牌粤bd12345", "stranger", "粤BD12345")]
    [InlineData("my landlord kept it", "landlord", null)]
    [InlineData("班主任打人", "school", null)]
    [InlineData("医院乱收费", "hospital", null)]
    [InlineData("我老公打我", "family", null)]
    public void Who_is_complained_of(string text, string kind, string? name)
    {
        var party = ShippedReader.Read(text).Parties[0];
        party.Kind.ShouldBe(kind, text);
        party.Name.ShouldBe(name, text);
    }

    [Theory]
    [InlineData("我姓王", "王")]
    [InlineData("我叫李娟", "李娟")]
    [InlineData("我是张建国 电话13800000000", "张建国")]
    [InlineData("姓名:陈小红", "陈小红")]
    [InlineData("免贵姓刘", "刘")]
    [InlineData("我叫赵先生", "赵先生")]
    [InlineData("My name is Anna Wong", "Anna Wong")]
    [InlineData("我叫歐陽", "歐陽")]
    public void The_resident_gives_a_name(string text, string name) => ShippedReader.Read(text).Names.ShouldHaveSingleItem(text).Name.ShouldBe(name);

    [Theory]
    [InlineData("我是租客")]
    [InlineData("我叫他别吵")]
    [InlineData("我是外地来的")]
    [InlineData("我叫了人来修")]
    [InlineData("我是被骗的")]
    public void No_name_here(string text) => ShippedReader.Read(text).Names.ShouldBeEmpty(text);

    [Theory]
    [InlineData("3单元502", "room", "3单元502")]
    [InlineData("a栋1203", "room", "a栋1203")]
    [InlineData("我住1502", "room", "1502")]
    [InlineData("5楼漏水", "room", "5楼")]
    [InlineData("民生路12号", "address", "民生路12号")]
    [InlineData("在公明广场附近", "landmark", null)]
    [InlineData("不是这栋,是对面工地", "elsewhere", null)]
    [InlineData("就在这栋", "here", null)]
    [InlineData("光明城站出口", "landmark", "光明城站")]
    [InlineData("塘尾的出租屋", "landmark", "塘尾")]
    [InlineData("not this building", "elsewhere", null)]
    public void Where_it_is(string text, string kind, string? said)
    {
        var place = ShippedReader.Read(text).Places[0];
        place.Kind.ShouldBe(kind, text);
        if (said is not null) place.Text.ShouldBe(said, text);
    }
}
