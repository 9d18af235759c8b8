using IntakeBot.Casework.Content;
using IntakeBot.Dialogue.Wording;

namespace IntakeBot.Host.Desk.Cases;

/// <summary>With which outcomes a case may be closed, from the casework content in use.</summary>
internal sealed class OutcomeNames(CaseworkContentSource content)
{
    public IEnumerable<(string Code, string Name)> Choices(string language) =>
        content.Current.Outcomes.All.Where(o => o.Staff).Select(o => (o.Code, Of(o, language)));

    public string Name(string? code, string language) => content.Current.Outcomes.Find(code) is { } found ? Of(found, language) : code ?? "";

    /// <summary>Logged calls that reached nobody which an outcome needs.</summary>
    public int Tries(string? code) => content.Current.Outcomes.Find(code)?.Tries ?? 0;

    private static string Of(CaseOutcome outcome, string language) => language == Languages.English ? outcome.En : outcome.Zh;
}
