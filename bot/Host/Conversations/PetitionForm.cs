using IntakeBot.Casework.Petitions;
using IntakeBot.Casework.Places;
using IntakeBot.Dialogue.Petitions;

namespace IntakeBot.Host.Conversations;

/// <summary>Turns what a conversation has gathered into the published contract. The one place where Dialogue meets Casework's petition.</summary>
internal static class PetitionForm
{
    private const int TitleLimit = 120;
    private const string Unclassified = "other.unclassified";

    public static Petition Of(PetitionDraft draft, KnownConversation conversation, DateTimeOffset now) => new()
    {
        Id = draft.Id,
        Receipt = draft.Receipt,
        SubmittedAt = Seconds(ChinaTime.Of(now)),
        Channel = conversation.Channel,
        Language = draft.Language,
        Kind = draft.Kind,
        Category = new(draft.Category.Leaf, draft.Category.Confidence, draft.Category.ConfirmedBy, Some(draft.Category.Alternatives.Select(a => new Alternative(a.Leaf, a.Confidence)))),
        Title = Cut(draft.Title, TitleLimit),
        Description = draft.Description,
        Wish = Given(draft.Wish),
        When = draft.When is { } when ? new(when.Text, Given(when.Timex), China(when.Start), China(when.End), when.Recurring) : null,
        Where = Where(draft.Where),
        Amount = draft.Amount is { } amount ? new(amount.Value, amount.Currency, amount.Approximate) : null,
        People = draft.People is { } people ? new(people.Count, people.Approximate, Some(people.Representatives)) : null,
        Counterparty = draft.Counterparty is { } other ? new(other.Kind, Given(other.Name), Given(other.Phone)) : null,
        Reporter = new(draft.Reporter.Anonymous, Given(draft.Reporter.Name), Given(draft.Reporter.Phone)),
        Urgency = new(draft.Urgency.Level, Some(draft.Urgency.Reasons)),
        Attachments = Some(draft.Attachments.Select(Attachment)),
        Consent = draft.Consent is { } consent ? new(consent.Notice, ChinaTime.Of(consent.At)) : null,
        Conversation = new(conversation.Id, draft.Flow, draft.FlowVersion),
    };

    public static PetitionAttachment Attachment(DraftAttachment file) => new(file.Id, file.ContentType, file.Bytes, file.Sha256);

    /// <summary>The shortest form that holds whatever the draft is like: staff read the rest in the transcript.</summary>
    /// <param name="words">Title and description where the draft's own cannot be used.</param>
    public static Petition Rescued(PetitionDraft draft, Guid id, string receipt, string words, KnownConversation conversation, DateTimeOffset now) => new()
    {
        Id = id,
        Receipt = receipt,
        SubmittedAt = Seconds(ChinaTime.Of(now)),
        Channel = conversation.Channel,
        Language = "zh-CN",
        Kind = "request",
        Category = new(Unclassified, 0, "model"),
        Title = words,
        Description = words,
        Where = conversation.Building is { } building ? new("qr", Building: building) : new("none"),
        Urgency = new(draft.Urgency.Level is "emergency" or "urgent" ? draft.Urgency.Level : "normal"),
        Conversation = new(conversation.Id, "petition", Math.Max(1, draft.FlowVersion)),
    };

    private static Where Where(DraftPlace place)
    {
        Point? point = null;
        if (place is { Latitude: { } lat, Longitude: { } lon })
        {
            var datum = Datums.TryParse(place.Datum, out var given) ? given : Datum.Wgs84;
            var (wgsLat, wgsLon) = Datums.Convert(lat, lon, datum, Datum.Wgs84);
            point = new(Math.Round(wgsLat, 6), Math.Round(wgsLon, 6));
        }

        return new(place.Source, Given(place.Building), Given(place.Address), Given(place.Detail), point, Given(place.Community));
    }

    private static T[]? Some<T>(IEnumerable<T> items) => items.ToArray() is { Length: > 0 } some ? some : null;

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    private static string Cut(string text, int limit)
    {
        if (text.Length <= limit) return text;
        var end = char.IsHighSurrogate(text[limit - 2]) ? limit - 2 : limit - 1;
        return text[..end] + "…";
    }

    private static DateTimeOffset? China(DateTimeOffset? moment) => moment is { } at ? Seconds(ChinaTime.Of(at)) : null;

    private static DateTimeOffset Seconds(DateTimeOffset at) => at.AddTicks(-(at.Ticks % TimeSpan.TicksPerSecond));
}
