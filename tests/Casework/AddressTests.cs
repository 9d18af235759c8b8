using IntakeBot.Casework.Places;

namespace IntakeBot.Casework.Tests;

public class AddressTests
{
    private static Gazetteer Gazetteer => SmallWorld.Gazetteer;

    [Fact]
    public void Every_address_finds_its_own_building()
    {
        for (var i = 0; i < Gazetteer.BuildingCount; i += 37)
        {
            var match = Gazetteer.FindAddress(Gazetteer.AddressAt(i));
            if (match.Building != i) Assert.Fail($"{Gazetteer.AddressAt(i)} found {match}");
        }
    }

    [Theory]
    [InlineData("凤凰街道塘尾社区塘尾新村3巷5号")]
    [InlineData("塘尾新村三巷五号")]
    [InlineData("塘尾新村 3 巷 5 號")]
    [InlineData("深圳市光明区凤凰街道塘尾社区,塘尾新村3巷5号 502房")]
    [InlineData("光明区塘尾社区新村三巷5号楼下")]
    [InlineData("我住在塘尾新村３巷５号,电话13812345678")]
    [InlineData("塘尾新村3弄5#")]
    public void An_address_is_found_as_people_type_it(string typed)
    {
        var expected = Gazetteer.FindAddress("凤凰街道塘尾社区塘尾新村3巷5号");
        expected.Precision.ShouldBe(AddressPrecision.Building);
        Gazetteer.FindAddress(typed).ShouldBe(expected);
    }

    [Theory]
    [InlineData("塘尾新村", AddressPrecision.Neighbourhood, "塘尾")]
    [InlineData("塘尾新村3巷", AddressPrecision.Neighbourhood, "塘尾")]
    [InlineData("塘尾新村999巷1号", AddressPrecision.Neighbourhood, "塘尾")]
    [InlineData("田寮社区第二工业区门口", AddressPrecision.Neighbourhood, "田寮")]
    [InlineData("塘尾那边", AddressPrecision.Community, "塘尾")]
    [InlineData("公明街道上村社区", AddressPrecision.Community, "上村")]
    [InlineData("凤凰社区", AddressPrecision.Community, "凤凰")]
    [InlineData("光明社区门口", AddressPrecision.Community, "光明")]
    [InlineData("凤凰街道", AddressPrecision.Subdistrict, null)]
    [InlineData("公明那边", AddressPrecision.Subdistrict, null)]
    [InlineData("光明区某个地方", AddressPrecision.None, null)]
    [InlineData("我在光明", AddressPrecision.None, null)]
    [InlineData("石家庄火车站", AddressPrecision.None, null)]
    [InlineData("东莞市长安镇", AddressPrecision.None, null)]
    [InlineData("", AddressPrecision.None, null)]
    [InlineData("12345", AddressPrecision.None, null)]
    public void What_is_known_of_a_vague_address(string typed, AddressPrecision precision, string? community)
    {
        var match = Gazetteer.FindAddress(typed);
        match.Precision.ShouldBe(precision);
        (match.Community < 0 ? null : Gazetteer.Communities[match.Community].Name).ShouldBe(community);
    }

    [Fact]
    public void A_long_text_is_no_burden()
    {
        var text = string.Concat(Enumerable.Repeat("塘尾新村一巷", 2000));
        Gazetteer.FindAddress(text).Precision.ShouldBe(AddressPrecision.Neighbourhood);
    }

    [Fact]
    public void A_shared_point_lies_in_the_community_of_its_nearest_building()
    {
        for (var i = 0; i < Gazetteer.BuildingCount; i += 211) Gazetteer.CommunityOf(Gazetteer.PointAt(i)).ShouldBe(Gazetteer.CommunityAt(i));
        Gazetteer.CommunityOf(new GeoPoint(22.54, 114.06)).ShouldBe(-1);
        Gazetteer.CommunityOf(new GeoPoint(-22.54, -114.06)).ShouldBe(-1);
    }
}
