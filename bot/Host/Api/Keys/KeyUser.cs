using System.Globalization;
using System.Security.Claims;
using IntakeBot.Casework.Store;
using IntakeBot.Host.Staff;

namespace IntakeBot.Host.Api.Keys;

/// <summary>
/// A caller with a key as a principal, so that the desk's services serve it as they serve people. What it may see is asked of the
/// store at every call, as for people.
/// </summary>
internal static class KeyUser
{
    private const string Scheme = "api-key";
    private const string KeyName = "key";
    private const string AgentId = "agent-id";
    private const string AgentName = "agent-name";
    private const string Seen = "seen";

    /// <summary>Owner ids of agents begin so; accounts have none of it.</summary>
    public const string IdPrefix = "api:";

    /// <param name="seen">Version of the case the caller has in mind (If-Match).</param>
    public static ClaimsPrincipal Of(ApiKey key, Agent? agent = null, long? seen = null)
    {
        var identity = new ClaimsIdentity([new Claim(KeyName, key.Name)], Scheme);
        if (agent is not null) identity.AddClaims([new(AgentId, agent.Id), new(AgentName, agent.Name.Trim())]);
        if (seen is { } version) identity.AddClaim(new(Seen, version.ToString(CultureInfo.InvariantCulture)));
        return new(identity);
    }

    /// <summary>null: somebody who signed in.</summary>
    public static string? KeyOf(ClaimsPrincipal user) => user.Identity?.AuthenticationType == Scheme ? user.FindFirstValue(KeyName) : null;

    /// <summary>How it stands as an owner, on the timeline and in the resident's chat.</summary>
    public static StaffMember Member(ClaimsPrincipal user, ApiKey key, StaffRole role)
    {
        var seen = user.FindFirstValue(Seen) is { } version ? long.Parse(version, CultureInfo.InvariantCulture) : (long?)null;
        return user.FindFirstValue(AgentId) is { } agent
            ? new(OwnerId(key.Name, agent), user.FindFirstValue(AgentName)!, role, key.StationId, key.DisplayName) { Seen = seen }
            : new(OwnerId(key.Name, ""), key.DisplayName, role, key.StationId, "") { Seen = seen };
    }

    public static bool IsAgent(string staffId) => staffId.StartsWith(IdPrefix, StringComparison.Ordinal);

    /// <summary>An agent who has signed on; the name of the session is the whole signature.</summary>
    public static StaffMember Member(DutySessionRow session) => new(session.StaffId, session.StaffName, StaffRole.Clerk, session.StationId, "");

    public static string OwnerId(string key, string agent) => $"{IdPrefix}{key}:{agent}";
}
