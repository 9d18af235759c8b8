using IntakeBot.Casework;
using IntakeBot.Functions.Declarations;
using IntakeBot.Functions.Running;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace IntakeBot.Functions.Tests.Running;

public sealed class FunctionRunnerTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    private readonly FakeTimeProvider time = new();
    private readonly WorkHealth health = new();
    private int attempts;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_may_pass_is_tried_again_until_it_succeeds(bool busy)
    {
        var run = Run((_, _) => Task.FromResult(++attempts < 4 ? busy ? HandlerOutcome.TooBusy : new HandlerOutcome.Retry("locked") : HandlerOutcome.Finished));
        (await EndAsync(run)).ShouldBe(HandlerOutcome.Finished);
        attempts.ShouldBe(4);
        health.Troubles.ShouldBeEmpty();
    }

    [Fact]
    public async Task At_our_deadline_the_last_answer_counts_and_health_says_so()
    {
        var began = time.GetUtcNow();
        var run = Run((_, _) => Task.FromResult<HandlerOutcome>(new HandlerOutcome.Retry($"{++attempts}")));
        (await EndAsync(run)).ShouldBe(new HandlerOutcome.Retry($"{attempts}"));
        attempts.ShouldBeGreaterThan(5);
        (time.GetUtcNow() - began).ShouldBeLessThanOrEqualTo(Deadline + TimeSpan.FromSeconds(1));
        health.Troubles.Keys.ShouldContain("store");
    }

    [Fact]
    public async Task A_handler_that_hangs_is_cut_off_at_our_deadline()
    {
        var run = Run(async (_, cancellation) =>
        {
            await Task.Delay(Timeout.Infinite, cancellation);
            return HandlerOutcome.Finished;
        });
        (await EndAsync(run)).ShouldBeOfType<HandlerOutcome.Retry>();
    }

    [Fact]
    public async Task A_bug_is_not_repeated_here_and_tells_nothing_of_the_message()
    {
        var outcome = await Run((message, _) =>
        {
            attempts++;
            throw new InvalidOperationException(message);
        });
        outcome.ShouldBe(new HandlerOutcome.Retry(nameof(InvalidOperationException)));
        attempts.ShouldBe(1);
    }

    [Fact]
    public async Task Once_we_are_told_to_stop_no_new_attempt_begins()
    {
        using var stop = new CancellationTokenSource();
        var run = Run((_, _) =>
        {
            attempts++;
            stop.Cancel();
            return Task.FromResult(HandlerOutcome.TooBusy);
        }, stop.Token);
        (await run).ShouldBe(HandlerOutcome.TooBusy);
        attempts.ShouldBe(1);
    }

    private Task<HandlerOutcome> Run(MessageHandler handler, CancellationToken stopping = default) =>
        new FunctionRunner(Deadline, health, time, NullLogger<FunctionRunner>.Instance)
            .RunAsync(new IntakeFunction(new FunctionFile("RoutePetition", "item", "petitions", null), handler), "a message", stopping, CancellationToken.None);

    private async Task<HandlerOutcome> EndAsync(Task<HandlerOutcome> run)
    {
        while (!run.IsCompleted)
        {
            time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Delay(1);
        }
        return await run;
    }
}
