using IntakeBot.Casework.Store;
using IntakeBot.Host.Api.Keys;
using IntakeBot.Host.Desk.Access;
using IntakeBot.Host.Desk.Cases;

namespace IntakeBot.Host.Api.Cases;

/// <summary>Marks an endpoint that shows personal data when the header Intake-Reason says why.</summary>
internal sealed record MayUnmask;

/// <summary>Personal data for a key: only with its scope and a reason, and never without an entry on the timeline.</summary>
internal sealed class PersonalLooks(CaseLooks looks)
{
    private const int LongestReason = 200;

    /// <returns>Whether to mask; or a refusal.</returns>
    public async Task<(bool Masked, IResult? Refused)> DecideAsync(ApiCaller caller, DeskViewer viewer, CaseRow found, string what, CancellationToken cancellation)
    {
        if (caller.Reason is not { } reason) return (true, null);
        if (!caller.Key.May(KeyScopes.PersonalRead))
            return (true, ApiProblem.Of(403, "scope", $"The key lacks the scope {KeyScopes.PersonalRead}.", $"Leave {ApiCaller.ReasonHeader} out to read with masked personal data, or ask an administrator for a key with this scope."));
        if (reason.Length > LongestReason) return (true, ApiProblem.Invalid(ApiCaller.ReasonHeader, $"Say it in at most {LongestReason} characters."));

        await looks.NoteAsync(viewer, found, what, reason, cancellation);
        return (false, null);
    }
}
