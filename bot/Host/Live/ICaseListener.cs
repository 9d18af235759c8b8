namespace IntakeBot.Host.Live;

/// <summary>Hears every new entry of the timelines, also those of other processes; at least once, so it has to know what it did.</summary>
internal interface ICaseListener
{
    Task HeardAsync(CaseNews news, CancellationToken cancellation);
}

/// <param name="Seq">Number of the timeline entry.</param>
/// <param name="Kind">Of the timeline: routed, claimed, closed ...</param>
internal readonly record struct CaseNews(long Seq, Guid CaseId, string Kind);
