using IntakeBot.Host.Conversations;
using IntakeBot.Host.Desk.Shell;
using IntakeBot.Host.Desk.Wording;

namespace IntakeBot.Host.Desk.Cases;

/// <summary>Says why something was refused.</summary>
internal static class Refusals
{
    public static string? Say(StaffResult result, DeskVoice voice)
    {
        var texts = voice.Texts.Case;
        return result switch
        {
            StaffResult.Done => null,
            StaffResult.Taken taken => DeskTexts.Fill(texts.Taken, ("name", taken.OwnerName)),
            StaffResult.NotOwner => texts.NotOwner,
            StaffResult.TooMany many => DeskTexts.Fill(voice.Texts.Duty.TooMany, ("n", many.Most)),
            StaffResult.Illegal illegal => DeskTexts.Fill(texts.Illegal, ("state", WordTexts.Of(voice.Texts.Words.States, illegal.From))),
            StaffResult.Invalid { What: "outcome" } => texts.OutcomeMissing,
            StaffResult.Invalid { What: "sentence" } => texts.SentenceMissing,
            StaffResult.Invalid { What: "station" } => texts.StationMissing,
            StaffResult.Invalid { What: "target" } => voice.Texts.Work.MergeTargetBad,
            StaffResult.Unfit unfit => WordTexts.Of(voice.Texts.Work.Faults, unfit.Fault.ToString()),
            StaffResult.Outdated => voice.Texts.Work.Outdated,
            StaffResult.TriesMissing tries => DeskTexts.Fill(voice.Texts.Work.TriesMissing, ("n", tries.Missing)),
            StaffResult.NotThere there => DeskTexts.Fill(voice.Texts.Work.NotThere, ("name", there.Name)),
            StaffResult.Invalid => voice.Texts.Thread.TooLong,
            _ => texts.Gone,
        };
    }
}
