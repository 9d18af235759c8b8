using IntakeBot.Host.Channels;

namespace IntakeBot.Host.WeChat.Door;

/// <summary>One message of WeChat being worked on; all calls that bring it wait for the same result.</summary>
internal sealed class Delivery
{
    private readonly TaskCompletionSource<TurnResult> _work = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _calls;
    private string? _own;

    /// <summary>Ends when the turn is committed, or failed for good; cancelled when the program stops before that.</summary>
    public Task<TurnResult> Work => _work.Task;
    /// <summary>A call waits for it.</summary>
    public bool IsAwaited => Volatile.Read(ref _calls) > 0;

    public void Enter() => Interlocked.Increment(ref _calls);

    public void Leave() => Interlocked.Decrement(ref _calls);

    public void End(TurnResult result) => _work.TrySetResult(result);

    public void Cancel() => _work.TrySetCanceled();

    /// <summary>Puts down a sentence of the program itself, which is no part of the transcript; whoever takes it first says it.</summary>
    public void Say(string text) => Volatile.Write(ref _own, text);

    public string? TakeOwn() => Interlocked.Exchange(ref _own, null);
}

/// <param name="Answer">null: it was no turn.</param>
/// <param name="IsHeard">The resident did or said something, so that an answer may be given.</param>
internal readonly record struct TurnResult(DoorAnswer? Answer, bool IsHeard);
