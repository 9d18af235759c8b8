using IntakeBot.Casework.Content;
using IntakeBot.Casework.Places;

namespace IntakeBot.Casework.Tests;

public class RosterTests
{
    private static readonly TimeSpan China = TimeSpan.FromHours(8);
    private static readonly DutyCalendar Calendar = SmallWorld.Content.Calendar;

    [Theory]
    [InlineData("2026-01-01", "元旦", false)]
    [InlineData("2026-01-04", null, true)] // a Sunday
    [InlineData("2026-02-14", null, true)]
    [InlineData("2026-02-15", "春节", false)]
    [InlineData("2026-02-23", "春节", false)]
    [InlineData("2026-02-24", null, false)]
    [InlineData("2026-02-28", null, true)]
    [InlineData("2026-04-06", "清明节", false)]
    [InlineData("2026-05-09", null, true)]
    [InlineData("2026-06-21", "端午节", false)]
    [InlineData("2026-09-20", null, true)]
    [InlineData("2026-09-25", "中秋节", false)]
    [InlineData("2026-10-07", "国庆节", false)]
    [InlineData("2026-10-10", null, true)]
    [InlineData("2027-02-05", "春节", false)]
    public void The_days_of_the_notice_stand_in_the_calendar(string day, string? holiday, bool worked)
    {
        var date = DateOnly.Parse(day, null);
        Calendar.HolidayOn(date).ShouldBe(holiday);
        Calendar.IsWorkedWeekend(date).ShouldBe(worked);
        Calendar.IsAnnounced(date.Year).ShouldBe(date.Year == 2026);
        Calendar.KindOf(date).ShouldBe(holiday is not null ? DutyCalendar.Holiday : worked ? 0 : ((int)date.DayOfWeek + 6) % 7);
    }

    [Theory]
    [InlineData("day", "2026-12-31 17:59", "2026-12-31 17:59", "2026-12-31 18:00")]
    [InlineData("day", "2026-12-31 18:00", "2027-01-04 08:30", null)] // over New Year, which ends on a Sunday
    [InlineData("night", "2026-12-31 18:00", "2026-12-31 18:00", "2027-01-01 02:00")] // begins on the last day of the year
    [InlineData("night", "2027-01-01 01:59", "2027-01-01 01:59", "2027-01-01 02:00")]
    [InlineData("allnight", "2026-12-31 23:59", "2026-12-31 23:59", "2027-01-01 08:00")]
    [InlineData("split", "2026-11-23 12:00", "2026-11-23 14:00", null)] // lunch
    [InlineData("evening", "2026-11-24 22:00", "2026-11-25 14:00", null)] // across midnight
    [InlineData("day", "2026-02-14 18:00", "2026-02-24 08:30", null)] // a worked Saturday, then nine days of Spring Festival
    [InlineData("day", "2026-10-10 17:30", "2026-10-10 17:30", "2026-10-10 18:00")] // a Saturday worked like a Monday
    [InlineData("always", "2026-12-31 23:59", "2026-12-31 23:59", null)]
    public void When_a_station_opens_and_closes_next(string roster, string at, string opens, string? closes)
    {
        var hours = Hours(roster);
        DutyTimes.NextOpening(hours, Calendar, Moment(at)).ShouldBe(Moment(opens));
        var open = hours.Covers(Calendar.At(Moment(at)));
        if (open) DutyTimes.NextClosing(hours, Calendar, Moment(at)).ShouldBe(closes is null ? null : Moment(closes));
        DutyTimes.ClosedSince(hours, Calendar, Moment(at)).ShouldBe(open ? null : Moment(at));
        // the same moment in another offset is the same answer
        DutyTimes.NextOpening(hours, Calendar, Moment(at).ToUniversalTime()).ShouldBe(Moment(opens));
    }

    [Fact]
    public void A_station_without_shifts_never_opens_and_the_search_ends()
    {
        DutyTimes.NextOpening(SmallWorld.Never, Calendar, Moment("2026-11-23 10:00")).ShouldBeNull();
        DutyTimes.ClosedSince(SmallWorld.Never, Calendar, Moment("2026-11-23 10:00")).ShouldBeNull();
        DutyTimes.NextClosing(SmallWorld.Always, Calendar, Moment("2026-11-23 10:00")).ShouldBeNull();
    }

    [Fact]
    public void The_shifts_of_a_day_are_those_that_begin_on_it()
    {
        DutyTimes.On(Hours("split"), Calendar, new(2026, 11, 23)).Select(s => (s.FromMinute, s.ToMinute)).ShouldBe([(540, 720), (840, 1110)]);
        DutyTimes.On(Hours("night"), Calendar, new(2026, 12, 31)).Select(s => (s.FromMinute, s.ToMinute)).ShouldBe([(1080, 1560)]);
        DutyTimes.On(Hours("day"), Calendar, new(2026, 10, 1)).ShouldBeEmpty();
        DutyTimes.On(Hours("day"), Calendar, new(2026, 10, 10)).Select(s => s.ToMinute).ShouldBe([1080]);
    }

    /// <summary>Random rosters at random moments around every boundary, against a slow way to say the same that shares nothing with it.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Covering_opening_and_closing_agree_with_the_shifts_read_one_by_one(int seed)
    {
#pragma warning disable CA5394 // a seed of its own, so that a failure can be had again
        var random = new Random(seed);
        string[] boundaries = ["2026-12-31 23:00", "2026-01-03 23:00", "2026-02-14 20:00", "2026-02-28 20:00", "2026-09-19 22:00", "2026-10-07 22:00", "2026-10-10 00:00", "2026-11-22 23:30"];
        for (var round = 0; round < 60; round++)
        {
            var shifts = Enumerable.Range(0, random.Next(1, 4)).Select(_ =>
            {
                var from = random.Next(0, 1440);
                return new Shift(random.Next(1, 256), from, from + random.Next(1, 1440));
            }).ToList();
            var hours = new DutyHours(shifts);
            var moment = Moment(boundaries[random.Next(boundaries.Length)]).AddMinutes(random.Next(-600, 600)).AddSeconds(random.Next(60));
            hours.Covers(Calendar.At(moment)).ShouldBe(Slow(shifts, moment), $"seed {seed}, round {round}");
            var minute = moment.AddSeconds(-moment.Second);
            for (var ahead = 0; ahead < 700; ahead++)
            {
                var covered = Slow(shifts, minute.AddMinutes(ahead));
                if (covered == Slow(shifts, minute)) continue;
                var next = covered ? DutyTimes.NextOpening(hours, Calendar, moment) : DutyTimes.NextClosing(hours, Calendar, moment);
                next.ShouldBe(minute.AddMinutes(ahead), $"seed {seed}, round {round}");
                break;
            }
        }
#pragma warning restore CA5394
    }

    [Theory]
    [InlineData("{year: 2026, expected: false, source: x, holidays: [{name: a, from: 2026-10-02, to: 2026-10-01}], workdays: []}", "a 2026 ends before it begins")]
    [InlineData("{year: 2026, expected: false, source: x, holidays: [], workdays: [2026-10-12]}", "2026-10-12 is no weekend day")]
    [InlineData("{year: 2026, expected: false, source: x, holidays: [], workdays: [2027-01-02]}", "2027-01-02 does not lie in 2026")]
    [InlineData("{year: 2026, expected: false, source: x, holidays: [{name: a, from: 2026-10-10, to: 2026-10-10}], workdays: [2026-10-10]}", "2026-10-10 is a holiday and a workday")]
    [InlineData("{year: 2026, expected: false, source: x, holidays: [], workdays: [10/10]}", "10/10 is no day")]
    [InlineData("{year: 2026, source: x, holidays: [], workdays: []}", "line 2")]
    public void A_mistake_among_the_holidays_is_named(string year, string complaint) => Complains("holidays.yaml", $"years:\n  - {year}\n", complaint);

    [Theory]
    [InlineData("{to: mayor, after: {normal: 0, urgent: 0, emergency: 0}}", "escalation, step 1: to must be neighbour, subdistrict or district, not mayor")]
    [InlineData("{to: district, after: {normal: 0, urgent: 0}}", "escalation, step 1 (district): after.emergency must be given")]
    [InlineData("{to: district, after: {normal: -1, urgent: 0, emergency: 0}}", "after.normal must be given, in seconds, at least 0")]
    [InlineData("{to: district, after: {normal: 1, urgent: 0, emergency: 0, calm: 3}}", "after.calm is unknown")]
    [InlineData("{to: district, after: {normal: 9, urgent: 9, emergency: 9}}, {to: subdistrict, after: {normal: 9, urgent: 8, emergency: 9}}", "subdistrict comes before district when urgent")]
    [InlineData("{to: district, after: {normal: 9, urgent: 9, emergency: 9}}, {to: district, after: {normal: 9, urgent: 9, emergency: 9}}", "district stands there twice")]
    public void A_mistake_in_the_escalation_is_named(string steps, string complaint) => Complains("targets.yaml",
        $"takeOverSeconds: {{normal: 300, urgent: 120, emergency: 30}}\nescalation: [{steps}]\nmostInHand: 0\nabsentAfterMinutes: 30\n", complaint);

    private static void Complains(string file, string text, string complaint)
    {
        var directory = Directory.CreateTempSubdirectory("content-test").FullName;
        foreach (var from in Directory.GetFiles(CaseworkContent.DefaultDirectory)) File.Copy(from, Path.Combine(directory, Path.GetFileName(from)));
        File.WriteAllText(Path.Combine(directory, file), text);
        var wrong = Should.Throw<CaseworkContentException>(() => CaseworkContent.Load(directory));
        wrong.Message.ShouldStartWith(file);
        wrong.Message.ShouldContain(complaint);
        Directory.Delete(directory, recursive: true);
    }

    private static bool Slow(List<Shift> shifts, DateTimeOffset moment)
    {
        var local = moment.ToOffset(China);
        foreach (var back in new[] { 0, 1 })
        {
            var day = DateOnly.FromDateTime(local.Date).AddDays(-back);
            var minute = local.Hour * 60 + local.Minute + back * 1440;
            var name = Calendar.HolidayOn(day) is not null ? 128 : Calendar.IsWorkedWeekend(day) ? 1 : day.DayOfWeek == DayOfWeek.Sunday ? 64 : 1 << ((int)day.DayOfWeek - 1);
            if (shifts.Any(s => (s.Days & name) != 0 && s.FromMinute <= minute && minute < s.ToMinute)) return true;
        }
        return false;
    }

    private static DutyHours Hours(string roster) => new(SmallWorld.Content.Rosters.ShiftsOf(roster));

    private static DateTimeOffset Moment(string text) => DateTimeOffset.ParseExact(text + " +08:00", "yyyy-MM-dd HH:mm zzz", null);
}
