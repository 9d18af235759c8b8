using IntakeBot.Load.Contenders;
using IntakeBot.Load.Talks;

namespace IntakeBot.Load.Measuring;

/// <summary>What one contender did in one round.</summary>
/// <param name="Open">Half of the load that <paramref name="Closed"/> reached; of the bot only.</param>
/// <param name="Survived">What stood in its database after kill -9; null: it has none.</param>
internal sealed record Measurement(Contender Contender, Lap Closed, Lap? Open, Told Told, Survived? Survived, long Memory)
{
    /// <summary>Everything that was answered is there after the process was killed.</summary>
    public bool NothingLost => Survived is not { } kept
        || (kept.Greetings >= Told.Opened && kept.Messages >= Told.Answered && kept.Petitions >= Told.Receipts);
}

/// <summary>What all residents of a round were told, warming up included.</summary>
internal sealed record Told(long Opened, long Answered, long Receipts, long Errors, string? FirstError)
{
    public static Told By(IReadOnlyCollection<Talk> talks) => new(
        talks.Sum(t => t.Opened), talks.Sum(t => t.Answered), talks.Sum(t => t.Receipts), talks.Sum(t => t.Errors), talks.FirstOrDefault(t => t.FirstError is not null)?.FirstError);
}
