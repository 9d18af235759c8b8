using System.Text.Json;
using System.Text.Json.Serialization;
using IntakeBot.Dialogue.Activities;

namespace IntakeBot.Host.Conversations;

/// <summary>Events of the host for the engine; it answers them with wording from content.</summary>
internal static class HostEvents
{
    public static Activity Opened() => Event("intake/opened");
    /// <summary>The conversation is at another building from now on.</summary>
    public static Activity Scanned() => Event("intake/scanned");
    public static Activity Owner(string name, string station) => Event("intake/owner", new OwnerFact(name, station), EventJson.Default.OwnerFact);
    public static Activity HandBack() => Event("intake/handback");
    public static Activity Closed(string outcome, string sentence) => Event("intake/closed", new ClosedFact(outcome, sentence), EventJson.Default.ClosedFact);
    /// <param name="what">overdue or called.</param>
    public static Activity Late(string what, LateFact fact) => Event("intake/" + what, fact, EventJson.Default.LateFact);
    public static Activity Followed(FollowedFact fact) => Event("intake/followed", fact, EventJson.Default.FollowedFact);
    public static Activity Progress(ProgressFact fact) => Event("intake/progress", fact, EventJson.Default.ProgressFact);
    public static Activity Same(SameFact fact) => Event("intake/same", fact, EventJson.Default.SameFact);

    public static Activity Merged(Guid petitionId, Guid into) => Event("intake/merged", new MatterFact(petitionId, into), EventJson.Default.MatterFact);
    public static Activity Unmerged(Guid petitionId) => Event("intake/unmerged", new MatterFact(petitionId), EventJson.Default.MatterFact);
    public static Activity Withdrawn(Guid petitionId) => Event("intake/withdrawn", new MatterFact(petitionId), EventJson.Default.MatterFact);
    public static Activity Reopened(Guid petitionId) => Event("intake/reopened", new MatterFact(petitionId), EventJson.Default.MatterFact);

    public static Activity Wake() => Event("intake/wake");

    private static Activity Event(string name) => new() { Type = "event", Name = name };

    private static Activity Event<T>(string name, T value, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> shape) =>
        new() { Type = "event", Name = name, Value = JsonSerializer.SerializeToElement(value, shape) };
}

internal sealed record OwnerFact(string Name, string Station);
/// <param name="Station">Where it waits.</param>
/// <param name="Called">Desks that were called to it besides; null: none.</param>
/// <param name="Level">The highest of them: station, hall, subdistrict or district.</param>
/// <param name="Next">The desk that is called when nobody comes now either; null: there is none above.</param>
internal sealed record LateFact(string Station, IReadOnlyList<string>? Called = null, string? Level = null, string? Next = null);
/// <param name="What">claimed, closed, overdue, withdrawn, reopened, merged or unmerged.</param>
/// <param name="Into">Where it was merged into, or is handled again.</param>
internal sealed record FollowedFact(Guid PetitionId, string What, string Station, Guid? Into = null);
/// <param name="Into">Where it was merged into.</param>
internal sealed record MatterFact(Guid PetitionId, Guid? Into = null);
internal sealed record ClosedFact(string Outcome, string Sentence);
internal sealed record ProgressFact(
    bool Found, string? State = null, string? Station = null, string? Owner = null, DateTimeOffset? UpdatedAt = null, Guid? PetitionId = null, string? Receipt = null, string? Leaf = null);
internal sealed record SameFact(bool Found, Guid? PetitionId = null, DateTimeOffset? Since = null, int? People = null);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(OwnerFact))]
[JsonSerializable(typeof(LateFact))]
[JsonSerializable(typeof(FollowedFact))]
[JsonSerializable(typeof(MatterFact))]
[JsonSerializable(typeof(ClosedFact))]
[JsonSerializable(typeof(ProgressFact))]
[JsonSerializable(typeof(SameFact))]
internal sealed partial class EventJson : JsonSerializerContext;
