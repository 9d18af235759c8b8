using IntakeBot.Casework.Cases;
using IntakeBot.Casework.Petitions;
using IntakeBot.Dialogue.Turns;
using Activity = IntakeBot.Dialogue.Activities.Activity;

namespace IntakeBot.Host.Conversations;

/// <summary>One run of the engine, with the questions it has for the host answered within the turn.</summary>
internal sealed class EngineRun(DialogueEngine engine, CaseReader cases, WorldNow world, HostTexts texts, RandomIds ids)
{
    private const int MostQuestions = 4;
    private static readonly TimeSpan s_lately = TimeSpan.FromDays(7);

    public async Task<TurnOutcome> RunAsync(KnownConversation known, Activity heard, bool mayWait, bool crossed, DateTimeOffset now, CancellationToken cancellation)
    {
        var context = world.Around(known, now, ids) with { MayWait = mayWait, Crossed = crossed };
        var outcome = engine.Run(known.State, heard, context);
        var activities = outcome.Activities;
        var effects = outcome.Effects;
        for (var asked = 0; asked < effects.Count && asked < MostQuestions; asked++)
        {
            if (await AnswerAsync(effects[asked], now, cancellation) is not { } answer) continue;
            outcome = engine.Run(outcome.State, answer, context);
            activities = [.. activities, .. outcome.Activities];
            effects = [.. effects, .. outcome.Effects];
        }

        return outcome with { Activities = activities, Effects = effects };
    }

    /// <summary>Nothing of the matter changes; the resident hears honestly that the form failed and that staff take over.</summary>
    public TurnOutcome Broken(KnownConversation known) => new(
        known.State!,
        [new Activity { Type = "message", Text = texts.Say("broken", known.State?.Language), Locale = known.State?.Language }],
        []);

    private async Task<Activity?> AnswerAsync(Effect effect, DateTimeOffset now, CancellationToken cancellation) => effect switch
    {
        AskProgress ask => HostEvents.Progress(await ProgressAsync(
            ask.Receipt.Length == 0 && ask.PetitionId is { } joined ? await cases.ReceiptOfAsync(joined, cancellation) ?? "" : ask.Receipt, cancellation)),
        FindSameMatter find => HostEvents.Same(
            await cases.SameAsync(find.Building, find.Leaf, now - s_lately, cancellation) is { } same ? new(true, same.PetitionId, ChinaTime.Of(same.SubmittedAt), same.Count) : new(false)),
        _ => null,
    };

    private async Task<ProgressFact> ProgressAsync(string typed, CancellationToken cancellation)
    {
        if (!Receipt.TryParse(typed, out var receipt) || await cases.ProgressAsync(receipt, cancellation) is not { } progress) return new(false);
        return new(true, progress.State, progress.Station, progress.Owner, ChinaTime.Of(progress.UpdatedAt), progress.PetitionId, receipt, progress.Leaf);
    }
}
