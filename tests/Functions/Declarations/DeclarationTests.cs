using IntakeBot.Casework.Petitions;
using IntakeBot.Functions.Declarations;

namespace IntakeBot.Functions.Tests.Declarations;

public sealed class DeclarationTests
{
    private static readonly string Built = AppContext.BaseDirectory;

    [Fact]
    public void Queues_agree_with_what_the_bot_writes_to()
    {
        var functions = FunctionFile.ReadAll(Built);
        functions.Keys.ShouldBe(["ParkPoison", "RoutePetition", "SweepCases"], ignoreOrder: true);
        functions["RoutePetition"].Queue.ShouldBe(QueueNames.Petitions);
        functions["ParkPoison"].Queue.ShouldBe(QueueNames.Poison);
        functions["RoutePetition"].Binding.ShouldBe("item");
    }

    [Fact]
    public void A_sweep_comes_well_within_the_thirty_seconds_of_an_emergency()
    {
        var schedule = TimerSchedule.Parse(FunctionFile.ReadAll(Built)["SweepCases"].Schedule!);
        var now = new DateTimeOffset(2026, 11, 23, 22, 14, 9, TimeSpan.FromHours(8));
        schedule.After(now).ShouldBe(now.AddSeconds(1));
        schedule.After(now.AddSeconds(1)).ShouldBe(now.AddSeconds(6));
    }

    [Fact]
    public void The_host_file_waits_between_deliveries_and_leaves_us_time_to_answer()
    {
        var host = HostFile.Read(Built, _ => null);
        host.Deadline.ShouldBeLessThan(host.FunctionTimeout);
        host.VisibilityTimeout.ShouldBeGreaterThan(TimeSpan.Zero);
        host.MaxPollingInterval.ShouldBeLessThanOrEqualTo(TimeSpan.FromMilliseconds(250));
        // An outage of the store of five minutes must not drive messages to the poison queue.
        ((host.Deadline + host.VisibilityTimeout) * (host.MaxDequeueCount - 1)).ShouldBeGreaterThan(TimeSpan.FromMinutes(5));
    }

    [Fact]
    public void Settings_prevail_over_the_host_file_as_they_do_in_a_functions_host() =>
        HostFile.Read(Built, key => key == "extensions:queues:maxDequeueCount" ? "9" : null).MaxDequeueCount.ShouldBe(9);

    [Theory]
    [InlineData("0 */5 * * * *", "2026-11-23T14:10:00Z", "2026-11-23T14:15:00Z")]
    [InlineData("30 0 1-3 * * *", "2026-11-23T03:00:30Z", "2026-11-24T01:00:30Z")]
    [InlineData("0 0 0 1 1 *", "2026-11-23T14:10:00Z", "2027-01-01T00:00:00Z")]
    [InlineData("0 15,45 8 * * 1-5", "2026-11-27T08:45:00Z", "2026-11-30T08:15:00Z")]
    public void A_schedule_of_six_fields_is_understood(string text, string after, string next) =>
        TimerSchedule.Parse(text).After(DateTimeOffset.Parse(after)).ShouldBe(DateTimeOffset.Parse(next));

    [Theory]
    [InlineData("* * * * *")]
    [InlineData("60 * * * * *")]
    [InlineData("*/0 * * * * *")]
    [InlineData("x * * * * *")]
    public void No_schedule_is_refused(string text) => Should.Throw<FormatException>(() => TimerSchedule.Parse(text));

    [Theory]
    [InlineData("""{"extensions":{"queues":{"messageEncoding":"none"}}}""", "base64")]
    [InlineData("""{"extensions":{"queues":{"batchSize":33}}}""", "batchSize")]
    [InlineData("""{"functionTimeout":"soon"}""", "functionTimeout")]
    [InlineData("""{""", "line 1")]
    public void A_host_file_that_cannot_be_used_says_why(string json, string why)
    {
        var folder = Directory.CreateTempSubdirectory("intakebot-");
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, HostFile.Name), json);
            Should.Throw<DeclarationException>(() => HostFile.Read(folder.FullName, _ => null)).Message.ShouldContain(why);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
