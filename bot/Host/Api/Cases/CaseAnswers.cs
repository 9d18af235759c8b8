using System.Text.Json.Nodes;

namespace IntakeBot.Host.Api.Cases;

/// <summary>One page of a list.</summary>
/// <param name="Next">Send it as `cursor` for the next page; null: this is the last.</param>
public sealed record CaseListAnswer(IReadOnlyList<CaseLineAnswer> Cases, string? Next);

/// <summary>A case in a list: no personal data.</summary>
/// <param name="State">received, routed, claimed, contacted, handling, ordered, settled, unsettled, closed, reopened, withdrawn or merged.</param>
/// <param name="Urgency">normal, urgent or emergency.</param>
/// <param name="DistanceMetres">From the matter to the station; null: unknown.</param>
/// <param name="DueAt">When it is to be taken over at the latest.</param>
/// <param name="Overdue">Nobody took it over in time.</param>
public sealed record CaseLineAnswer(
    Guid Id, string Receipt, string State, StationAnswer Station, OwnerAnswer? Owner, string Urgency, CategoryAnswer Category, string? Building, string? Community,
    string? Address, double? DistanceMetres, DateTimeOffset RoutedAt, DateTimeOffset DueAt, bool Overdue, DateTimeOffset? ClaimedAt, DateTimeOffset? ClosedAt);

/// <summary>Who answers the resident.</summary>
/// <param name="Id">Of an account, or `api:KEY:AGENT` of an agent of another system.</param>
/// <param name="Agent">Of an agent of this key: its own id.</param>
public sealed record OwnerAnswer(string Id, string Name, string? Agent = null);

/// <param name="Code">Leaf of the taxonomy, e.g. `rental.deposit`.</param>
public sealed record CategoryAnswer(string Code, string Name);

/// <summary>Everything staff see of a case.</summary>
/// <param name="Version">Counts the changes; also the ETag. Send it as If-Match with an action that rests upon what was seen.</param>
/// <param name="Petition">petition/1 as the resident sent it, see /schemas/petition-1.json; null when it can no longer be read.</param>
/// <param name="PersonalDataMasked">Names, phones and numbers inside texts are hidden.</param>
/// <param name="Facts">What counts now; the petition keeps what the resident said.</param>
/// <param name="Reach">Whether what is said reaches the resident; null: on the web page, which fetches it.</param>
public sealed record CaseFullAnswer(
    Guid Id, string Receipt, long Version, string State, StationAnswer Station, string Level, string Reason, double? DistanceMetres, bool PlaceKnown, OwnerAnswer? Owner,
    string Urgency, CategoryAnswer Category, string Kind, string? Building, string? Community, string? Address, PointAnswer? Point,
    DateTimeOffset SubmittedAt, DateTimeOffset RoutedAt, DateTimeOffset DueAt, bool Overdue, DateTimeOffset? ClaimedAt, DateTimeOffset? ClosedAt, string? Outcome,
    string? ClosingSentence, int? Stars, bool? Solved, Guid? MergedInto, bool PersonalDataMasked, JsonObject? Petition, IReadOnlyList<FactAnswer> Facts,
    IReadOnlyList<EntryAnswer> Timeline, ReachAnswer? Reach);

/// <summary>WGS-84, degrees.</summary>
public sealed record PointAnswer(double Lat, double Lon);

/// <summary>One fact: what the resident said, what counts now, and who set it right.</summary>
/// <param name="Field">category, urgency, kind, building, address, detail, when, wish, amount, people, counterparty, counterparty-phone, reporter-name or reporter-phone.</param>
/// <param name="Said">What stood there first; null: nothing.</param>
/// <param name="Value">What counts now; null: nothing.</param>
/// <param name="Changes">Oldest first; empty: nobody changed it.</param>
public sealed record FactAnswer(string Field, string? Said, string? Value, IReadOnlyList<FactChangeAnswer> Changes);

public sealed record FactChangeAnswer(string? Before, string? After, DateTimeOffset At, string? Who);

/// <summary>Somebody on duty who may be given the case.</summary>
/// <param name="Id">Send it as `staffId`.</param>
/// <param name="Open">Cases in hand.</param>
public sealed record ColleagueAnswer(string Id, string Name, string? StationId, int Open);

/// <summary>A text that staff send often.</summary>
/// <param name="Text">With variables in braces, which are filled by whoever sends it.</param>
public sealed record ReplyAnswer(string Code, string Title, string Text);

/// <param name="Seq">Number of the entry, the same as the event's id.</param>
/// <param name="Kind">received, routed, claimed, noted, phoned, revised, transferred, closed ...</param>
/// <param name="Reason">Why, as a sentence or code of the system.</param>
/// <param name="Comment">Why, in the words of a person.</param>
/// <param name="Origin">From where it was done: queue, desk, chat, api, timer.</param>
public sealed record EntryAnswer(long Seq, DateTimeOffset At, string Kind, string? From, string To, string? Who, string? Reason, string? Comment, string Origin);

/// <param name="MessagesLeft">What the channel still lets through before the resident writes again; null: it does not count.</param>
/// <param name="Waiting">Messages that have not arrived yet.</param>
/// <param name="Reason">Why the last delivery failed, as a code; null: it did not.</param>
public sealed record ReachAnswer(int? MessagesLeft, DateTimeOffset? Until, int Waiting, string? Reason);

/// <summary>What was said after a watermark.</summary>
/// <param name="Watermark">Send it as `after` the next time.</param>
public sealed record TranscriptAnswer(Guid CaseId, long Watermark, OwnerAnswer? Owner, bool PersonalDataMasked, IReadOnlyList<MessageAnswer> Messages);

/// <param name="From">resident, bot or staff.</param>
/// <param name="Name">Of staff: as the resident sees it.</param>
/// <param name="Choices">Buttons the resident was offered.</param>
public sealed record MessageAnswer(
    string Id, string From, string? Name, string Text, DateTimeOffset At, IReadOnlyList<MessageFileAnswer> Files, IReadOnlyList<string> Choices, PointAnswer? Place);

/// <param name="Id">For /api/v1/cases/{id}/files/{fileId}.</param>
public sealed record MessageFileAnswer(string Id, string ContentType, string? Name);

/// <summary>The case after an action.</summary>
public sealed record CaseNowAnswer(Guid Id, long Version, string State, StationAnswer Station, OwnerAnswer? Owner);
