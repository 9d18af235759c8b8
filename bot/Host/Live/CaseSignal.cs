using IntakeBot.Casework.Cases;

namespace IntakeBot.Host.Live;

/// <summary>Changes of cases that casework makes in this process.</summary>
internal sealed class CaseSignal(ChangeFeed feed) : ICaseSignal
{
    public void Changed(Guid caseId) => feed.Publish(Topics.Case, caseId.ToString());
}
