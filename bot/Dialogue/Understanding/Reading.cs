namespace IntakeBot.Dialogue.Understanding;

/// <summary>
/// What one message says, read without any regard to the conversation: facts, category, urgency, signals.
/// The engine turns it into commands in the light of the state.
/// </summary>
public sealed record Reading
{
    /// <summary>The message as sent, bounded and free of control characters.</summary>
    public required string Original { get; init; }
    /// <summary>Folded for matching: half width, simplified, lower case. Same length as <see cref="Original"/>, so spans agree.</summary>
    public required string Text { get; init; }
    /// <summary>BCP 47: zh-CN, zh-HK (Cantonese), zh-Hant, en; pinyin is <c>zh-Latn</c>.</summary>
    public required string Language { get; init; }
    public IReadOnlyList<Money> Money { get; init; } = [];
    public IReadOnlyList<PeopleCount> People { get; init; } = [];
    public IReadOnlyList<TimeMention> Times { get; init; } = [];
    public IReadOnlyList<Phone> Phones { get; init; } = [];
    public IReadOnlyList<IdNumber> IdNumbers { get; init; } = [];
    public IReadOnlyList<Party> Parties { get; init; } = [];
    public IReadOnlyList<PlaceMention> Places { get; init; } = [];
    public IReadOnlyList<PersonName> Names { get; init; } = [];
    public required CategoryReading Category { get; init; }
    public required UrgencyReading Urgency { get; init; }
    /// <summary>Speech acts found: see <see cref="Signal"/>. Several may hold at once.</summary>
    public IReadOnlySet<Signal> Signals { get; init; } = new HashSet<Signal>();
    /// <summary>Names of FAQ entries that the message asks for, best first.</summary>
    public IReadOnlyList<string> Questions { get; init; } = [];

    /// <summary>One of the words stands directly before the span.</summary>
    internal bool Follows(Span span, IReadOnlyList<string> words)
    {
        foreach (var word in words)
            if (span.Start >= word.Length && Text.AsSpan(span.Start - word.Length, word.Length).Equals(word, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }
}

/// <summary>A place in <see cref="Reading.Text"/>, in UTF-16 units.</summary>
public readonly record struct Span(int Start, int Length)
{
    public int End => Start + Length;
    public string Of(string text) => text.Substring(Start, Length);
}

/// <param name="Value">Yuan; for ranges and 多 the lower bound.</param>
/// <param name="IsUnitPrice">一块八一度, 每平米3块: a price, not a sum in dispute.</param>
public sealed record Money(Span Span, decimal Value, bool Approximate, bool IsUnitPrice, decimal? Upper = null);
/// <param name="Affected">false when the people counted are the attackers, or it is the speaker living alone.</param>
public sealed record PeopleCount(Span Span, int Value, bool Approximate, bool Affected, int? Upper = null);
/// <param name="Timex">TIMEX3, e.g. <c>2026-11-18</c>, <c>2026-11-22T22</c>, <c>P2W</c>, <c>T02/T03</c>.</param>
/// <param name="Since">The matter has lasted since then (半个月了, 从今年3月).</param>
public sealed record TimeMention(Span Span, string Text, string Timex, DateTimeOffset? Start, DateTimeOffset? End, bool Recurring, bool Since, bool Approximate);
/// <param name="E164">e.g. <c>+8613812345678</c>.</param>
/// <param name="Tail">Only the last digits were given (尾号8899); <see cref="E164"/> is then empty.</param>
public sealed record Phone(Span Span, string E164, string? Tail = null);
/// <param name="Masked">First three and last two characters; the number itself is never kept.</param>
public sealed record IdNumber(Span Span, string Masked);
/// <param name="Kind">A counterparty kind of the petition: landlord, tenant, agent, employer, contractor, property, neighbour, shop, company, school, hospital, official, family, stranger, unknown.</param>
/// <param name="Name">王强, 顺丰快餐店, 粤B12345, when given.</param>
public sealed record Party(Span Span, string Kind, string? Name);
/// <param name="Kind">address, room, landmark, elsewhere (不是这栋), here.</param>
public sealed record PlaceMention(Span Span, string Text, string Kind);
public sealed record PersonName(Span Span, string Name);

/// <param name="Ranked">Best first, calibrated probabilities, at most ten.</param>
/// <param name="Unsure">The text gives no ground for the best guess; ask, do not assume.</param>
public sealed record CategoryReading(IReadOnlyList<RankedLeaf> Ranked, bool Unsure);
public readonly record struct RankedLeaf(string Leaf, double Confidence);

/// <param name="Level">emergency, urgent, normal.</param>
/// <param name="Reasons">fire, gas, trapped, violence, weapon, collapse, unconscious, self-harm, electric, child, flood, group, vulnerable ...</param>
/// <param name="Number">The emergency number to name first: 119, 110, 120, 122 or 12356.</param>
/// <param name="Guessed">No rule says so; it only sounds like it.</param>
public sealed record UrgencyReading(string Level, IReadOnlyList<string> Reasons, string? Number, bool Guessed = false);

/// <summary>Speech acts that a message may contain.</summary>
public enum Signal
{
    Affirm, Deny, Correct, Cancel, StartOver, AskPerson, AskStatus, Supplement, Resolved, Anonymous, RefuseContact,
    Unknown, NoneOfThese, Greeting, Thanks, Heard, SmallTalk, Insult, Elsewhere, SwitchToEnglish, SwitchToChinese, LargeType, AnotherMatter, Skip, Rate,
}
