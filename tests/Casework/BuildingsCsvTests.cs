using IntakeBot.Casework.Places;

namespace IntakeBot.Casework.Tests;

public class BuildingsCsvTests
{
    private static Gazetteer Read(string text) => BuildingsCsv.Read(new StringReader(text), SmallWorld.Content);

    [Fact]
    public void Buildings_are_imported_with_their_datum()
    {
        var gazetteer = Read("""
            lat,lon,code,address,community,datum
            22.75,113.93,TW-000001,"凤凰街道塘尾社区甲村1巷2号, 后栋",塘尾,
            22.74700465105297,113.93487738117382,tl-2,玉塘街道田寮社区乙花园3栋,田寮社区,GCJ02

            """);
        gazetteer.BuildingCount.ShouldBe(2);
        gazetteer.Synthetic.ShouldBeFalse();
        gazetteer.FindBuilding("TW-000001")!.Address.ShouldBe("凤凰街道塘尾社区甲村1巷2号, 后栋");
        var converted = gazetteer.FindBuilding("TL-2")!;
        converted.Community.Name.ShouldBe("田寮");
        Geodesic.Metres(converted.Point, new GeoPoint(22.75, 113.93)).ShouldBeLessThan(0.01);
        gazetteer.FindAddress("甲村一巷2号").Building.ShouldBe(0);
    }

    [Fact]
    public void Every_error_is_told_with_its_line()
    {
        var errors = Should.Throw<BuildingsCsvException>(() => Read("""
            code,address,community,lat,lon
            TW-1,一,塘尾,22.75,113.93
            tw-1,二,塘尾,22.75,113.93
            12,三,塘尾,22.75,113.93
            TW-4,四,朝阳,22.75,113.93
            TW-5,五,塘尾,113.93,22.75
            TW-6,六,塘尾,here,there
            TW-7,,塘尾,22.75,113.93
            TW-8,八
            """)).Errors;
        errors.Select(e => e[..e.IndexOf(':', StringComparison.Ordinal)]).ShouldBe(["line 3", "line 4", "line 5", "line 6", "line 7", "line 8", "line 9"]);
        errors[0].ShouldContain("already given in line 2");
        errors[3].ShouldContain("exchanged");
    }

    [Theory]
    [InlineData("", "line 1: the file is empty")]
    [InlineData("code,address\n", "line 1: the header has no column community")]
    [InlineData("code,address,community,lat,lon\nTW-1,\"open,塘尾,22,113\n", "line 2: a quote is never closed")]
    public void A_file_that_is_none_says_so(string text, string expected) =>
        Should.Throw<BuildingsCsvException>(() => Read(text)).Errors.ShouldContain(expected);
}
