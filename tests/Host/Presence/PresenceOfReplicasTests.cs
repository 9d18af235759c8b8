using System.Diagnostics;
using IntakeBot.Casework.Places;
using IntakeBot.Casework.Store;
using IntakeBot.Host.Conversations;
using IntakeBot.Host.Desk.Duty;
using IntakeBot.Host.Live;
using IntakeBot.Host.Presence;
using IntakeBot.Host.Staff;
using IntakeBot.Host.Tests.Desk;
using IntakeBot.Host.Tests.Running;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Host.Tests.Presence;

/// <summary>What happens at one replica is known at the open pages of the other within a second.</summary>
public sealed class PresenceOfReplicasTests
{
    private static readonly StaffMember Li = new("staff-li", "李工", StaffRole.Clerk, "ST-1", "塘尾站");

    [Fact]
    public async Task Cases_typing_read_marks_and_who_signs_on_at_one_replica_are_known_at_the_other_within_a_second()
    {
        Assert.SkipWhen(string.IsNullOrEmpty(Environment.GetEnvironmentVariable("INTAKEBOT_TEST_POSTGRES")), "INTAKEBOT_TEST_POSTGRES is not set: run tests/run");
        await using var database = await TestDatabase.CreateAsync(Bots.Postgres);
        await using var one = await TestBot.StartAsync(database, owned: false, null);
        await using var two = await TestBot.StartAsync(database, owned: false, null);
        var (resident, found) = await one.RealCaseAsync();
        using var _ = resident;
        await Task.Delay(1000);

        await HeardAsync(Topics.Case, found.Id.ToString(), () => one.Get<StaffMessages>().ClaimAsync(found.Id, Li));
        // Nothing is written on a timeline here: only the word of the neighbour can tell it.
        await HeardAsync(Topics.Case, found.Id.ToString(), () => Publish(Topics.Case, found.Id.ToString()));
        await HeardAsync(Topics.Conversation, resident.Id, () => one.Get<StaffMessages>().SayAsync(found.Id, Li, "您好", "r1"));
        await HeardAsync(Topics.StaffTyping, resident.Id, () => one.Get<StaffTyping>().TypeAsync(resident.Id, Li.Id));
        two.Get<StaffTyping>().Of(resident.Id).ShouldNotBeNull();
        await HeardAsync(Topics.Typing, resident.Id, () => Publish(Topics.Typing, resident.Id));
        await HeardAsync(Topics.Read, resident.Id, () =>
        {
            one.Get<ReadMarks>().SeenByStaff(resident.Id, 2);
            return Task.CompletedTask;
        });
        (await two.Get<ReadMarks>().OfAsync(resident.Id)).Staff.ShouldBe(2);
        var clerk = await one.ClerkAsync(StaffRole.Clerk, found.StationId);
        await HeardAsync(Topics.Duty, "", () => one.Get<StaffDuty>().SignOnAsync(clerk));

        Task Publish(string topic, string id)
        {
            one.Get<ChangeFeed>().Publish(topic, id);
            return Task.CompletedTask;
        }

        async Task HeardAsync(string topic, string id, Func<Task> act)
        {
            using var signal = two.Get<ChangeFeed>().Watch(topic, id);
            var began = Stopwatch.GetTimestamp();
            await act();
            (await signal.WaitAsync(TimeSpan.FromSeconds(5), default)).ShouldBeTrue(topic);
            Stopwatch.GetElapsedTime(began).TotalSeconds.ShouldBeLessThan(1, topic);
        }
    }

    [Fact]
    public async Task What_was_heard_from_a_neighbour_is_not_told_back()
    {
        Assert.SkipWhen(string.IsNullOrEmpty(Environment.GetEnvironmentVariable("INTAKEBOT_TEST_POSTGRES")), "INTAKEBOT_TEST_POSTGRES is not set: run tests/run");
        await using var database = await TestDatabase.CreateAsync(Bots.Postgres);
        await using var one = await TestBot.StartAsync(database, owned: false, null);
        await using var two = await TestBot.StartAsync(database, owned: false, null);
        await Task.Delay(1000);
        var heard = 0;
        using var counted = one.Get<ChangeFeed>().Subscribe(Topics.Read, "c-1", _ => Interlocked.Increment(ref heard));
        one.Get<ChangeFeed>().Publish(Topics.Read, "c-1");
        await Task.Delay(700);
        heard.ShouldBe(1);
    }
}
