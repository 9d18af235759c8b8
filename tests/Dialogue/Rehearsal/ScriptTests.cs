using IntakeBot.Dialogue.Content;
using IntakeBot.Dialogue.Rehearsal;

namespace IntakeBot.Dialogue.Tests.Rehearsal;

/// <summary>Scripts are written by people who are no programmers: a mistake in one is named with its line and what to write.</summary>
public sealed class ScriptTests
{
    private static readonly string s_fixtures = """
        等电话: {scan: TW-000123, words: [房东不退我3000块押金], slots: {category: rental.deposit, amount: 3000, when: 上周三, counterparty: landlord}, step: contact}
        elsewhere: {words: [房东不退我3000块押金], slots: {category: rental.deposit}, step: contact}
        no such slot: {slots: {colour: red}}
        """;

    [Theory]
    [InlineData("hello", "Begin with >")]
    [InlineData("~ soon", "30s, 5m, 2h or 3d")]
    [InlineData("@ dance", "one of scan")]
    [InlineData("@ scan", "@ scan TW-000123")]
    [InlineData("@ now tomorrow", "2026-11-23 22:10")]
    [InlineData("@ duty somebody", "@ duty 塘尾站 on")]
    [InlineData("@ same {found", "no JSON")]
    [InlineData("@ location here", "latitude, longitude")]
    [InlineData("@ from 别的", "等电话")]
    [InlineData("< /(/", "slashes")]
    [InlineData("= colour red", "= colour red")]
    [InlineData("= questions few", "<= 4")]
    [InlineData("= slot amount", "= slot amount 3000")]
    [InlineData("= petition.amount", "absent")]
    [InlineData("? category", "? category 押金")]
    [InlineData("*", "* 发送")]
    public void A_line_that_cannot_be_played_is_named_with_what_to_write(string line, string remedy)
    {
        var problems = new List<ContentProblem>();
        ScriptReader.Read("a.txt", $"@ opened\n{line}\n", Fixtures.Load("fixtures.yaml", s_fixtures, problems), problems).ShouldBeNull();
        var problem = problems.ShouldHaveSingleItem();
        problem.Line.ShouldBe(2);
        problem.ToString().ShouldStartWith("a.txt:2: ");
        problem.ToString().ShouldContain(remedy);
    }

    [Theory]
    [InlineData("< ask where", "the question for where", "[contact]")]
    [InlineData("= slot amount 3500", "slot amount 3500", "3000")]
    [InlineData("* 7", "a button '7' to tap", "就在这里联系")]
    [InlineData("< #ask.where", "#ask.where", "#ask.contact")]
    [InlineData("= questions <= 1", "questions <= 1", "2")]
    [InlineData("= petition", "a petition", "no petition was sent")]
    [InlineData("@ from elsewhere", "waiting at contact", "it waits at amount")]
    [InlineData("@ from no such slot", "no such slot", "there is no such slot")]
    public void The_first_difference_says_where_what_was_expected_and_what_there_is(string line, string expected, string actual)
    {
        var performance = Play($"@ scan TW-000123\n@ opened\n> 房东不退我3000块押金,上周三退的房\n{line}\n> never said\n");
        var difference = performance.Difference.ShouldNotBeNull();
        (difference.File, difference.Line, difference.Written).ShouldBe(("a.txt", 4, line));
        difference.Expected.ShouldContain(expected);
        difference.Actual.ShouldContain(actual);
        performance.ToString().ShouldContain("> 房东不退我3000块押金");
        performance.ToString().ShouldNotContain("never said");
    }

    [Fact]
    public void A_question_put_again_in_other_words_counts_as_asked_twice()
    {
        var performance = Play("@ from 等电话\n= nothing asked twice\n> 。。。\n= nothing asked twice\n");
        performance.Difference.ShouldNotBeNull().Line.ShouldBe(4);
        performance.Difference.Actual.ShouldContain("contact");
    }

    [Fact]
    public void A_question_that_stands_while_another_is_answered_was_not_asked_twice() =>
        Play("@ from 等电话\n> 这个收费吗\n< ask contact\n= nothing asked twice\n").Difference.ShouldBeNull();

    [Fact]
    public void The_same_script_always_goes_the_same_way()
    {
        const string text = "@ scan TW-000123\n@ opened\n> 房东不退我3000块押金\n> 上周三\n* 匿名\n* 发送\n";
        Play(text).Transcript.Select(l => l.ToString()).ShouldBe(Play(text).Transcript.Select(l => l.ToString()));
    }

    private static Performance Play(string text)
    {
        var problems = new List<ContentProblem>();
        var script = ScriptReader.Read("a.txt", text, Fixtures.Load("fixtures.yaml", s_fixtures, problems), problems);
        problems.ShouldBeEmpty();
        return Player.Play(script!, ShippedContent.Library());
    }
}
