using IntakeBot.Casework.Duty;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Casework.Tests;

public class DutyBookTests
{
    [Theory]
    [InlineData(TestStore.Sqlite)]
    [InlineData(TestStore.Postgres)]
    public async Task A_shift_from_signing_on_to_signing_off(string provider)
    {
        await using var test = await TestStore.OpenAsync(provider);
        var book = test.Duty;
        (await book.IsOnDutyAsync("li")).ShouldBeFalse();
        (await book.SignOffAsync("li", DutyEnds.Self)).ShouldBeFalse();
        (await book.SeenAsync("li")).ShouldBeFalse();

        var began = await book.SignOnAsync("li", "塘尾站 李工", "ST-TW-01");
        test.Time.Advance(TimeSpan.FromMinutes(1));
        await book.SignOnAsync("wang", "田寮站 王工", "ST-TL-01");
        (await book.OnDutyAsync()).Select(s => s.StaffName).ShouldBe(["塘尾站 李工", "田寮站 王工"]);
        (await book.OnDutyAsync(["ST-TL-01", "ST-TL-02"])).Single().StaffId.ShouldBe("wang");
        (await book.OnDutyAsync([])).ShouldBeEmpty();

        (await book.SeenAsync("li")).ShouldBeTrue();
        var seen = (await book.FindAsync("li"))!;
        seen.OnAt.ShouldBe(began.OnAt);
        seen.SeenAt.ShouldBe(began.OnAt.AddMinutes(1));

        (await book.SignOffAsync("li", DutyEnds.Handover)).ShouldBeTrue();
        (await book.SignOffAsync("li", DutyEnds.Lead)).ShouldBeFalse();
        (await book.IsOnDutyAsync("li")).ShouldBeFalse();
        await using var db = test.Store.Open();
        var ended = await db.DutySessions.SingleAsync(s => s.StaffId == "li");
        (ended.OffAt, ended.OffBy).ShouldBe((test.Time.GetUtcNow(), DutyEnds.Handover));
    }

    [Theory]
    [InlineData(TestStore.Sqlite)]
    [InlineData(TestStore.Postgres)]
    public async Task Signing_on_again_goes_on_and_at_another_station_moves(string provider)
    {
        await using var test = await TestStore.OpenAsync(provider);
        var first = await test.Duty.SignOnAsync("li", "塘尾站 李工", "ST-TW-01");
        test.Time.Advance(TimeSpan.FromMinutes(5));
        var again = await test.Duty.SignOnAsync("li", "塘尾站 李师傅", "ST-TW-01");
        (again.Id, again.StaffName, again.OnAt).ShouldBe((first.Id, "塘尾站 李师傅", first.OnAt));
        var moved = await test.Duty.SignOnAsync("li", "田寮站 李工", "ST-TL-01");
        moved.Id.ShouldNotBe(first.Id);
        (await test.Duty.OnDutyAsync()).Single().StationId.ShouldBe("ST-TL-01");
        await using var db = test.Store.Open();
        (await db.DutySessions.SingleAsync(s => s.Id == first.Id)).OffBy.ShouldBe(DutyEnds.Self);
    }

    [Theory]
    [InlineData(TestStore.Sqlite)]
    [InlineData(TestStore.Postgres)]
    public async Task Many_pages_that_sign_on_at_once_are_one_session(string provider)
    {
        await using var test = await TestStore.OpenAsync(provider);
        await using var second = test.Second();
        await second.StartAsync();
        var sessions = await Task.WhenAll(Enumerable.Range(0, 2).Select(i => Task.Run(() => (i == 0 ? test : second).Duty.SignOnAsync("li", "李工", "ST-TW-01"))));
        sessions.Select(s => s.Id).Distinct().Count().ShouldBe(1);
        await using var db = test.Store.Open();
        (await db.DutySessions.CountAsync()).ShouldBe(1);
    }
}
