namespace IntakeBot.Casework;

/// <summary>How the handling of a message or a tick ended.</summary>
public abstract record HandlerOutcome
{
    private HandlerOutcome() { }

    /// <summary>Finished, now or earlier. The message may go.</summary>
    public sealed record Done : HandlerOutcome;
    /// <summary>Can never be handled; kept in <c>parked_messages</c> with the reason. The message may go.</summary>
    public sealed record Parked(string Reason) : HandlerOutcome;
    /// <summary>Failed for a reason that may pass; try again later.</summary>
    public sealed record Retry(string Reason) : HandlerOutcome;
    /// <summary>Too much at once, or the database is locked; try again at once.</summary>
    public sealed record Busy : HandlerOutcome;

    public static readonly HandlerOutcome Finished = new Done();
    public static readonly HandlerOutcome TooBusy = new Busy();
}
