using IntakeBot.Casework.Places;

namespace IntakeBot.Casework.Tests;

public class DutyTests
{
    private static readonly DutyCalendar Calendar = SmallWorld.Content.Calendar;

    [Theory]
    // 23 November 2026 is a Monday
    [InlineData("day", "2026-11-23 08:29", false)]
    [InlineData("day", "2026-11-23 08:30", true)]
    [InlineData("day", "2026-11-23 17:59", true)]
    [InlineData("day", "2026-11-23 18:00", false)]
    [InlineData("day", "2026-11-22 10:00", false)] // Sunday
    [InlineData("day", "2026-10-01 10:00", false)] // holiday on a Thursday
    [InlineData("day", "2026-10-10 17:30", true)] // a Saturday worked like a Monday
    [InlineData("day", "2026-11-21 17:30", false)] // a plain Saturday ends at five
    [InlineData("split", "2026-11-23 11:59", true)]
    [InlineData("split", "2026-11-23 12:30", false)]
    [InlineData("split", "2026-11-23 14:00", true)]
    [InlineData("night", "2026-11-23 23:59", true)]
    [InlineData("night", "2026-11-24 00:00", true)]
    [InlineData("night", "2026-11-24 01:59", true)]
    [InlineData("night", "2026-11-24 02:00", false)]
    [InlineData("allnight", "2026-10-02 03:00", true)] // into and out of a holiday
    [InlineData("evening", "2026-10-01 21:00", true)]
    [InlineData("always", "2026-10-01 00:00", true)]
    [InlineData("always", "2026-11-23 23:59", true)]
    public void Who_is_on_duty(string roster, string at, bool expected)
    {
        var moment = DateTimeOffset.ParseExact(at + " +08:00", "yyyy-MM-dd HH:mm zzz", null);
        new DutyHours(SmallWorld.Content.Rosters.ShiftsOf(roster)).Covers(Calendar.At(moment)).ShouldBe(expected);
        new DutyHours(SmallWorld.Content.Rosters.ShiftsOf(roster)).Covers(Calendar.At(moment.ToUniversalTime())).ShouldBe(expected);
    }

    [Fact]
    public void Off_duty_since_and_on_duty_from_look_across_midnight()
    {
        var station = SmallWorld.Station("S", SmallWorld.Gazetteer.BuildingAt(0).Point, new DutyHours(SmallWorld.Content.Rosters.ShiftsOf("evening")));
        var places = SmallWorld.With(station.Point, station);
        station = places.FindStation("S")!;
        var night = new DateTimeOffset(2026, 11, 24, 1, 30, 12, TimeSpan.FromHours(8));
        places.OffDutySince(station, night).ShouldBe(new DateTimeOffset(2026, 11, 23, 22, 0, 0, TimeSpan.FromHours(8)));
        places.OnDutyFrom(station, night).ShouldBe(new DateTimeOffset(2026, 11, 24, 14, 0, 0, TimeSpan.FromHours(8)));
        places.OffDutySince(station, night.AddHours(14)).ShouldBeNull();
    }

    [Fact]
    public void The_desks_of_district_and_subdistricts_are_always_covered()
    {
        var desks = SmallWorld.Places.Stations.Where(s => s.Level is Cases.CaseLevel.District or Cases.CaseLevel.Subdistrict).ToList();
        desks.Count.ShouldBe(7);
        for (var minute = 0; minute < 10 * 1440; minute += 7)
        {
            var moment = new DateTimeOffset(2026, 9, 28, 0, 0, 0, TimeSpan.FromHours(8)).AddMinutes(minute);
            desks.ShouldAllBe(d => SmallWorld.Places.IsOnDuty(d, moment));
        }
    }
}
