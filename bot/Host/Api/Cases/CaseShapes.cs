using IntakeBot.Casework.Cases;
using IntakeBot.Casework.Store;
using IntakeBot.Dialogue.Wording;
using IntakeBot.Host.Api.Hooks;
using IntakeBot.Host.Api.Keys;
using IntakeBot.Host.Conversations;
using IntakeBot.Host.Desk.Cases;
using IntakeBot.Host.Desk.Queue;
using IntakeBot.Host.Desk.Wording;
using IntakeBot.Host.Store;
using IntakeBot.Host.Webhooks;

namespace IntakeBot.Host.Api.Cases;

/// <summary>Puts what the desk's services answer into the shapes of the interface. Times are those of China.</summary>
internal sealed class CaseShapes(StationNames stations, DeskWording wording, TimeProvider clock)
{
    public CaseLineAnswer Line(QueueRow row, ApiKey key) => new(
        row.Id, row.Receipt, row.State.Code(), Station(row.StationId), Owner(row.OwnerId, row.OwnerName, key), row.Urgency, Category(row.Leaf), row.Building, row.Community,
        row.Address, Metres(row.DistanceM), ChinaTime.Of(row.RoutedAt), ChinaTime.Of(row.DueAt), row.Part == QueuePart.Waiting && row.DueAt < clock.GetUtcNow(),
        At(row.ClaimedAt), At(row.ClosedAt));

    public CaseNowAnswer Now(CaseRow row, ApiKey key) => new(row.Id, row.Version, row.State.Code(), Station(row.StationId), Owner(row.OwnerId, row.OwnerName, key));

    public CaseFullAnswer Full(CaseSheet sheet, ReachState? reach, ApiKey key, bool masked)
    {
        var row = sheet.Case;
        string? Said(string? text) => text is null || !masked ? text : Masked.InText(text);
        return new(
            row.Id, row.Receipt, row.Version, row.State.Code(), Station(row.StationId), row.Level.Code(), row.Reason, Metres(row.DistanceM), row.PlaceKnown,
            Owner(row.OwnerId, row.OwnerName, key), row.Urgency, Category(row.Leaf), row.Kind, row.Building, row.Community, row.Address,
            row is { Latitude: { } lat, Longitude: { } lon } ? new(lat, lon) : null, ChinaTime.Of(row.SubmittedAt), ChinaTime.Of(row.RoutedAt), ChinaTime.Of(row.DueAt),
            row is { ClaimedAt: null, ClosedAt: null } && row.DueAt < clock.GetUtcNow(), At(row.ClaimedAt), At(row.ClosedAt), row.Outcome, Said(sheet.Detail.ClosingSentence),
            row.Stars, row.Solved, row.MergedInto, masked, sheet.Petition is { } petition ? MaskedPetition.Json(petition, masked) : null,
            [.. CaseFacts.All.Select(field => Fact(sheet.Detail, field, masked))],
            [.. sheet.Detail.Timeline.Select(e => new EntryAnswer(
                e.Event.Seq, ChinaTime.Of(e.Event.At), e.Event.Kind, e.Event.FromState?.Code(), e.Event.ToState.Code(), e.Event.ActorName, e.Event.Reason, Said(e.Comment), e.Event.Origin))],
            reach is { } state ? new(state.Budget?.Left, At(state.Budget?.Until), state.Waiting, state.Reason) : null);
    }

    public static TranscriptAnswer Transcript(Guid caseId, Transcript transcript, long after, ApiKey key, bool masked) => new(
        caseId, Math.Max(transcript.Watermark, after), Owner(transcript.OwnerId, transcript.OwnerName, key), masked, [.. transcript.Activities.Select(ThreadMessage.Of).OfType<ThreadMessage>().Select(m => Message(m, masked))]);

    public WebhookShown Webhook(WebhookState state, IReadOnlyList<WebhookMessageRow> failures)
    {
        var hook = state.Webhook;
        return new(
            hook.Id, hook.Name, WebhookBook.Shown(hook), hook.Events.Split(' ', StringSplitOptions.RemoveEmptyEntries), hook.StationId is { } station ? Station(station) : null, hook.Enabled,
            state.Waiting, state.GivenUp, At(hook.FailingSince), hook.Reason, At(hook.SentAt),
            [.. failures.Select(f => new WebhookFailure(f.EventSeq, f.CaseId, f.Kind, f.Attempts, f.Reason, At(f.NextAt)))]);
    }

    public StationAnswer Station(string id) => new(id, stations.Of(id));

    public CategoryAnswer Category(string leaf) => new(leaf, wording.Category(leaf, Languages.Chinese));

    /// <param name="key">Of its own agents the answer tells the id it gave itself.</param>
    public static OwnerAnswer? Owner(string? id, string? name, ApiKey key)
    {
        if (id is null) return null;
        var own = KeyUser.OwnerId(key.Name, "");
        return new(id, name ?? id, id.StartsWith(own, StringComparison.Ordinal) ? id[own.Length..] : null);
    }

    public static DateTimeOffset? At(DateTimeOffset? time) => time is { } at ? ChinaTime.Of(at) : null;

    private static FactAnswer Fact(CaseDetail detail, string field, bool masked)
    {
        var changes = detail.Facts.Where(f => f.Field == field).ToList();
        var now = detail.Fact(field);
        return new(field, Hide(changes is [var first, ..] ? first.Before : now), Hide(now), [.. changes.Select(c => new FactChangeAnswer(Hide(c.Before), Hide(c.After), ChinaTime.Of(c.At), c.ActorName))]);

        string? Hide(string? value) => value is null || !masked ? value
            : field == CaseFacts.ReporterName ? Masked.Name(value) : CaseFacts.IsPersonal(field) ? Masked.Phone(value) : Masked.InText(value);
    }

    private static double? Metres(double? metres) => metres is { } m ? Math.Round(m) : null;

    private static MessageAnswer Message(ThreadMessage said, bool masked) => new(
        said.Id, said.Speaker.ToString().ToLowerInvariant(), said.Speaker == Speaker.Staff ? said.Name : null, masked ? Masked.InText(said.Text) : said.Text, ChinaTime.Of(said.At),
        [.. said.Files.Where(f => f.FileId is not null).Select(f => new MessageFileAnswer(f.FileId!, f.ContentType, f.Name))], said.Choices,
        said.Place is var (lat, lon) ? new(lat, lon) : null);
}
