namespace IntakeBot.Dialogue.Wording;

/// <summary>
/// Every text that the engine says, with the placeholders it fills. A key ending in <c>*</c> is a family: its members come from
/// slots, options, states; <c>ask.amount@rental.deposit</c> and <c>ask.amount@rental</c> are said for that category or group only.
/// </summary>
internal static class WordingKeys
{
    /// <summary>Filled in wherever a text is said.</summary>
    public static readonly string[] Everywhere = ["address", "station", "receipt", "minutes", "category"];

    public static readonly IReadOnlyDictionary<string, string[]> Single = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["greet"] = [], ["notice"] = [], ["greet.back"] = ["known"], ["nudge"] = [], ["greet.after"] = [],
        ["scanned"] = ["scanned"], ["scanned.draft"] = ["scanned", "where"], ["scanned.draft.nowhere"] = ["scanned"],
        ["ask.problem.more"] = [], ["ask.rating.stars"] = [], ["ask.rating.blame"] = [],
        ["corrected"] = ["line", "value"], ["corrected.where"] = ["value"], ["noted.also"] = [], ["noted.question"] = [],
        ["got.photo"] = [], ["got.voice"] = [], ["got.video"] = [], ["got.file"] = [], ["got.location"] = [],
        ["ok.anonymous"] = [], ["ok.noContact"] = [], ["ok.skip"] = [], ["ok.elsewhere"] = [], ["ok.group"] = ["people"], ["ok.another"] = [], ["ok.urgent"] = [],
        ["chat.thanks"] = [], ["chat.hello"] = [], ["chat.smallTalk"] = [], ["chat.insult"] = [], ["chat.noise"] = [], ["chat.calm"] = [], ["chat.goOn"] = [],
        ["language.switched"] = [], ["largeType.on"] = [],
        ["cancel.done"] = [], ["cancel.kept"] = [], ["cancel.nothing"] = [], ["startOver.done"] = [],
        ["sent.onDuty"] = [], ["sent.offDuty"] = [], ["sent.plain"] = [], ["sent.keep"] = [],
        ["person.onDuty"] = [], ["person.offDuty"] = [], ["person.plain"] = [], ["person.again"] = [],
        ["emergency.handed"] = [], ["emergency.known"] = [],
        ["supplement.done"] = [], ["supplement.files"] = [], ["withdraw.done"] = [], ["withdraw.kept"] = [],
        ["rate.thanks"] = ["stars"], ["reopen.done"] = [], ["say.joinerSolved"] = [], ["say.joinerUnsolved"] = [], ["say.nothingTold"] = [], ["join.done"] = [], ["join.apart"] = [], ["second.noted"] = [], ["second.started"] = ["text"], ["second.dropped"] = [],
        ["progress.none"] = [], ["progress.askReceipt"] = [], ["progress.draft"] = [], ["progress.takenUp"] = [], ["progress.owner"] = ["owner"],
        ["event.owner"] = ["name"], ["event.handback"] = [], ["event.overdue"] = ["called", "next"], ["event.closed"] = ["sentence"],
        ["event.merged"] = [], ["event.unmerged"] = [], ["merged.notTheSame"] = [], ["event.withdrawn"] = [], ["event.reopened"] = [],
        ["summary.head"] = [], ["summary.line"] = ["n", "line", "value"], ["summary.tail"] = [],
        ["edit"] = ["line"], ["edit.which"] = [],
        ["option.edit"] = ["line"], ["option.star"] = ["n"],
        ["value.about"] = ["value"], ["value.yuan"] = ["value"], ["value.people"] = ["value"], ["value.anonymous"] = [], ["value.inChat"] = [],
        ["value.unknown"] = [], ["value.unsure"] = ["value"], ["value.files"] = ["value"], ["value.date"] = ["month", "day"],
        ["value.dated"] = ["text", "date"], ["value.shared"] = [], ["value.since"] = ["value"], ["value.join"] = [], ["value.party"] = ["kind", "name"],
    };

    /// <summary>Families: prefix, placeholders, and members that must exist.</summary>
    public static readonly IReadOnlyList<(string Prefix, string[] Placeholders, string[] Needed)> Families =
    [
        ("ask.", ["text", "options", "known", "since", "people"], []),
        ("again.", ["text", "options"], []),
        ("last.", ["text", "options"], ["any"]),
        ("edit.", [], []),
        ("option.", [], []),
        ("line.", [], []),
        ("corrected.", ["line", "value"], []),
        ("emergency.", ["number"], ["any", "again"]),
        ("progress.", ["time", "owner"], ["any"]),
        ("party.", [], ["unknown"]),
        ("followed.", [], ["claimed", "closed", "overdue", "withdrawn", "reopened", "merged", "unmerged"]),
        ("event.called.", ["called", "next"], ["any"]),
        ("say.", ["text"], []),
    ];

    public static string[]? PlaceholdersOf(string key)
    {
        var at = key.IndexOf('@', StringComparison.Ordinal);
        if (at >= 0) key = key[..at];
        if (Single.TryGetValue(key, out var single)) return single;
        foreach (var (prefix, placeholders, _) in Families)
            if (key.StartsWith(prefix, StringComparison.Ordinal)) return placeholders;
        return null;
    }

    public static IEnumerable<string> Needed =>
        Single.Keys.Concat(Families.SelectMany(f => f.Needed.Select(n => f.Prefix + n)));
}
