using IntakeBot.Dialogue.Activities;

namespace IntakeBot.Host.BotFramework;

/// <summary>Who sent a request, as far as its token says.</summary>
/// <param name="Endorsements">Channels for which the signing key may speak.</param>
/// <param name="ServiceUrl">The token's <c>serviceurl</c>: the activity must name the same.</param>
internal sealed record Caller(CallerKind Kind, IReadOnlyCollection<string> Endorsements, string? ServiceUrl)
{
    /// <summary>A tool of a developer, without a token.</summary>
    public static readonly Caller Local = new(CallerKind.Local, [], null);

    /// <summary>
    /// Whether the caller may send this activity. A channel's key must be endorsed for the activity's channel, and a trailing slash
    /// or a capital letter makes the service URL another one.
    /// </summary>
    public bool MaySend(Activity activity) =>
        Kind != CallerKind.Channel || (Endorsements.Contains(activity.ChannelId) && ServiceUrl == activity.ServiceUrl);
}

internal enum CallerKind
{
    /// <summary>A channel of the Bot Framework.</summary>
    Channel,
    /// <summary>An emulator or another agent, with a token of Entra.</summary>
    Agent,
    /// <summary>Development without an app id.</summary>
    Local,
}
