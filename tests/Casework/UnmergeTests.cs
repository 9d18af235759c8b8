using IntakeBot.Casework.Cases;
using IntakeBot.Casework.Petitions;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Casework.Tests;

/// <summary>Two cases that were taken for one matter are taken apart again, and a number that is seen again.</summary>
public class UnmergeTests
{
    private static readonly Actor Wang = Actor.Staff("wang", "王调解"), Chen = Actor.Staff("chen", "陈调解");

    public static TheoryData<string> Both => [TestStore.Sqlite, TestStore.Postgres];

    [Theory, MemberData(nameof(Both))]
    public async Task Taken_apart_it_waits_at_its_station_with_a_new_clock_its_words_and_both_timelines_say_so(string provider)
    {
        await using var test = await TestStore.OpenAsync(provider);
        var (first, second) = (await CaseWorkTests.CaseAsync(test, 1), await CaseWorkTests.CaseAsync(test, 2));
        (await test.Cases.UnmergeAsync(second, first, Wang)).Problem.ShouldBe(new IllegalMove(CaseState.Routed, CaseState.Reopened));
        await test.Cases.ClaimAsync(second, Chen);
        await test.Cases.MergeAsync(second, first, Chen, "同一个房东");
        test.Time.Advance(TimeSpan.FromHours(1));
        await test.Cases.SupplementAsync(second, new Supplement(SamplePetition.Evening, "不是一回事，我说的是楼上"));
        await test.Cases.SupplementAsync(first, new Supplement(SamplePetition.Evening.AddMinutes(1), "房东来过了"));
        var read = (await test.Reader.DetailAsync(first))!;
        read.FromMerged.ShouldHaveSingleItem().ShouldBe(new FromMerged(SamplePetition.Evening, second, (await test.Reader.FindAsync(second))!.Receipt));
        (await test.Cases.UnmergeAsync(second, Guid.NewGuid(), Wang)).Problem.ShouldBe(new CaseChanged(second));

        var station = (await test.Reader.FindAsync(second))!.StationId;
        var now = (await test.Cases.UnmergeAsync(second, first, Wang, "楼上楼下两件")).Case!;
        (now.State, now.MergedInto, now.ClosedAt, now.OwnerId, now.StationId, now.RoutedAt).ShouldBe((CaseState.Reopened, null, null, null, station, test.Time.GetUtcNow()));
        now.DueAt.ShouldBeGreaterThan(test.Time.GetUtcNow());
        var (mine, theirs) = ((await test.Reader.DetailAsync(second))!, (await test.Reader.DetailAsync(first))!);
        (mine.Timeline[^1].Event.Kind, mine.Timeline[^1].Event.Reason, mine.Timeline[^1].Event.ActorName, mine.Timeline[^1].Comment).ShouldBe(("unmerged", theirs.Case.Receipt, "王调解", "楼上楼下两件"));
        (theirs.Timeline[^1].Event.Kind, theirs.Timeline[^1].Event.Reason, theirs.Timeline[^1].Event.ActorName, theirs.Timeline[^1].Comment).ShouldBe(("separated", mine.Case.Receipt, "王调解", "楼上楼下两件"));
        mine.Petition!.Supplements!.ShouldHaveSingleItem().Text.ShouldBe("不是一回事，我说的是楼上");
        theirs.Petition!.Supplements!.ShouldHaveSingleItem().Text.ShouldBe("房东来过了");
        theirs.FromMerged.ShouldBeEmpty();
        (await test.Reader.MergedAsync(first)).ShouldBeEmpty();
        (await test.Cases.UnmergeAsync(second, first, Wang)).Problem.ShouldBe(new IllegalMove(CaseState.Reopened, CaseState.Reopened));
        (await test.Cases.ClaimAsync(second, Chen)).Moved.ShouldBeTrue();
        // What is said from now on is read here.
        await test.Cases.SupplementAsync(second, new Supplement(SamplePetition.Evening, "谢谢"));
        (await test.Reader.DetailAsync(second))!.Petition!.Supplements!.Count.ShouldBe(2);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task What_came_by_way_of_it_goes_back_with_it_and_what_came_by_itself_stays(string provider)
    {
        await using var test = await TestStore.OpenAsync(provider);
        var (first, second) = (await CaseWorkTests.CaseAsync(test, 1), await CaseWorkTests.CaseAsync(test, 2));
        var (third, fourth) = (await CaseWorkTests.CaseAsync(test, 3), await CaseWorkTests.CaseAsync(test, 4));
        await test.Cases.MergeAsync(third, second, Wang);
        await test.Cases.MergeAsync(fourth, second, Wang);
        // Thought better of: by itself into the first.
        await test.Cases.UnmergeAsync(fourth, second, Wang);
        await test.Cases.MergeAsync(fourth, first, Wang);
        await test.Cases.MergeAsync(second, first, Wang);
        (await test.Reader.MergedAsync(first)).Select(c => c.Id).ShouldBe([second, third, fourth], ignoreOrder: true);
        (await test.Cases.UnmergeAsync(second, first, Wang)).Moved.ShouldBeTrue();
        (await test.Reader.FindAsync(third))!.MergedInto.ShouldBe(second);
        (await test.Reader.FindAsync(fourth))!.MergedInto.ShouldBe(first);
        (await test.Reader.MergedAsync(second)).ShouldHaveSingleItem().Id.ShouldBe(third);
        (await test.Reader.MergedAsync(first)).ShouldHaveSingleItem().Id.ShouldBe(fourth);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Of_two_who_take_it_apart_at_once_one_does(string provider)
    {
        await using var test = await TestStore.OpenAsync(provider);
        var (first, second) = (await CaseWorkTests.CaseAsync(test, 1), await CaseWorkTests.CaseAsync(test, 2));
        await test.Cases.MergeAsync(second, first, Wang);
        var results = await Task.WhenAll(Task.Run(() => test.Cases.UnmergeAsync(second, first, Wang)), Task.Run(() => test.Cases.UnmergeAsync(second, first, Chen)));
        results.Count(r => r.Moved).ShouldBe(1);
        (await test.Reader.DetailAsync(first))!.Timeline.Count(t => t.Event.Kind == "separated").ShouldBe(1);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task The_same_number_is_seen_again_however_it_is_written_until_staff_set_it_right(string provider)
    {
        await using var test = await TestStore.OpenAsync(provider);
        var first = await CaseWorkTests.CaseAsync(test, 1, p => p with { Reporter = new(false, "陈先生", "+8613800138000"), Conversation = p.Conversation with { Id = "one" } });
        var second = await CaseWorkTests.CaseAsync(test, 2, p => p with { Reporter = new(false, "王女士", "138 0013 8000"), Conversation = p.Conversation with { Id = "two" } });
        await CaseWorkTests.CaseAsync(test, 3, p => p with { Reporter = new(true, null, "+8613800138000"), Conversation = p.Conversation with { Id = "three" } });
        await CaseWorkTests.CaseAsync(test, 4, p => p with { Reporter = new(false, "李先生", "+8613900139000"), Conversation = p.Conversation with { Id = "four" } });
        var of = (await test.Reader.FindAsync(first))!;
        (await test.Reader.SameContactAsync(of)).ShouldHaveSingleItem().Id.ShouldBe(second);
        (await test.Reader.ByPhoneAsync("13800138000"))!.Select(c => c.Id).ShouldBe([first, second], ignoreOrder: true);
        (await test.Reader.ByPhoneAsync("hello")).ShouldBeNull();
        await using (var db = test.Store.Open()) (await db.Petitions.Select(p => p.ContactMark).ToListAsync()).ShouldNotContain(mark => mark!.Contains("13800138000", StringComparison.Ordinal));

        (await test.Cases.ReviseAsync(second, new("reporter-phone", "13900139000", "138 0013 8000"), Wang)).Moved.ShouldBeTrue();
        (await test.Reader.SameContactAsync(of)).ShouldBeEmpty();
        (await test.Reader.ByPhoneAsync("+86 139-0013-9000"))!.Count.ShouldBe(2);
        (await test.Cases.ReviseAsync(second, new("reporter-phone", null, "+8613900139000"), Wang)).Moved.ShouldBeTrue();
        (await test.Reader.ByPhoneAsync("13900139000"))!.Count.ShouldBe(1);
    }
}
