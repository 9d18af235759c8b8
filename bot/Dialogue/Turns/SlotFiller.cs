using IntakeBot.Dialogue.Flows;
using IntakeBot.Dialogue.Understanding;

namespace IntakeBot.Dialogue.Turns;

/// <summary>
/// Which facts of a message fill which slots. A free slot takes what the text supports; a filled one changes only when the
/// message corrects it: it says so, it answers a request to change, or it is hardly more than the new value.
/// </summary>
internal sealed class SlotFiller(Turn turn, Reading reading, string? asking)
{
    private const int Short = 12;
    private readonly List<Command> _commands = [];
    private readonly ToldPlace _place = new(turn, reading);
    private readonly int _weight = Weight.Of(reading.Text);
    private readonly bool _correct = reading.Signals.Contains(Signal.Correct) || WithoutRejected(turn, reading.Text).Length < reading.Text.Length;

    public static List<Command> Read(Turn turn, Reading reading, string? asking)
    {
        var filler = new SlotFiller(turn, reading, asking);
        filler.Amount();
        filler.People();
        filler.Times();
        filler.Counterparty();
        filler.Places();
        filler.Phones();
        filler.Patterns();
        return filler._commands;
    }

    /// <summary>The text without a number that is taken back: of "not 5888, 6888" it is 6888 that stays.</summary>
    private static string WithoutRejected(Turn turn, string text)
    {
        foreach (var word in turn.Catalog.Settings.Rejecting)
        {
            var at = text.IndexOf(word, StringComparison.OrdinalIgnoreCase);
            if (at < 0) continue;
            var end = at + word.Length;
            while (end < text.Length && (char.IsAsciiDigit(text[end]) || text[end] is ',' or '.' && end + 1 < text.Length && char.IsAsciiDigit(text[end + 1]))) end++;
            if (end > at + word.Length) return text.Remove(at, end - at);
        }
        return text;
    }

    private bool Rejected(Span span) => reading.Follows(span, turn.Catalog.Settings.Rejecting);

    /// <summary>Of several values the one that stays: after 不是A是B it is B.</summary>
    private T? Pick<T>(IReadOnlyList<T> found, Func<T, Span> span, T? normally) where T : class
    {
        if (found.Count == 0) return null;
        var kept = found.Where(f => !Rejected(span(f))).ToList();
        if (kept.Count == 0) return null;
        if (kept.Count < found.Count || (_correct && kept.Count > 1)) return kept[^1];
        return normally is not null && kept.Contains(normally) ? normally : kept[0];
    }

    private bool Has(string slot) => turn.State.Find(slot) is not (null or NoValue);

    private void Set(string slot, SlotValue value)
    {
        var old = turn.State.Find(slot);
        var answer = asking == slot || turn.State.Editing == slot;
        if (old is null or NoValue) _commands.Add(new SetSlot(slot, value, false, answer));
        else if (!old.Equals(value) && (answer || _correct || _weight <= Short)) _commands.Add(new SetSlot(slot, value, true, answer));
    }

    private void Amount()
    {
        // 602, asked where: a door, no sum.
        if (asking is SlotNames.Where or SlotNames.Detail && _weight <= Short) return;
        var money = Pick(reading.Money, m => m.Span, Disputed.Amount(reading));
        if (money is null && (asking == SlotNames.Amount || _correct && Has(SlotNames.Amount) && reading.Times.Count + reading.Phones.Count + reading.People.Count == 0 && reading.Text.Any(char.IsAsciiDigit))) money = Disputed.Amount(Bare(SlotNames.Amount));
        if (money is null or { IsUnitPrice: true } || (asking is not (null or SlotNames.Amount) && !_correct && Has(SlotNames.Amount))) return;
        Set(SlotNames.Amount, new MoneyValue(money.Value, money.Approximate));
    }

    private void People()
    {
        var people = Pick(reading.People, p => p.Span, Disputed.People(reading));
        if (people is null && asking == SlotNames.People) people = Disputed.People(Bare(SlotNames.People)) ?? (reading.People is [var one, ..] ? one : Bare(SlotNames.People).People is [var bare, ..] ? bare : null);
        if (people is null || (!people.Affected && asking != SlotNames.People)) return;
        Set(SlotNames.People, new CountValue(people.Value, people.Approximate));
    }

    /// <summary>A bare number read as an answer to the question: "三千" to "how much" is 三千元.</summary>
    private Reading Bare(string slot) =>
        turn.Catalog.Slots.Find(slot)?.ReadAs is { } readAs && _weight <= Short
            ? turn.Reader.Read(readAs.Replace("{text}", WithoutRejected(turn, reading.Original).Trim(' ', ',', '，', '。', '.', '！', '!'), StringComparison.Ordinal), turn.Context.Now) : reading;

    private void Times()
    {
        var asksTime = asking is SlotNames.When or SlotNames.Since || turn.State.Editing is SlotNames.When or SlotNames.Since;
        // "Now, and every day": what returns says more.
        if (Pick(reading.Times, t => t.Span, asksTime ? reading.Times.FirstOrDefault(t => t.Recurring) : null) is not { } first) return;
        if (asksTime)
        {
            _commands.Add(new SetSlot(turn.State.Editing ?? asking!, Value(first), turn.Known(turn.State.Editing ?? asking!), true));
            return;
        }
        var since = reading.Times.FirstOrDefault(t => IsSince(t) && !Rejected(t.Span));
        // "Every night at two" says more than the "at night" before it.
        var when = reading.Times.FirstOrDefault(t => t.Recurring && !t.Since && !IsRate(t) && !Rejected(t.Span)) ?? reading.Times.FirstOrDefault(t => !IsSince(t) && !t.Timex.StartsWith('P') && !Rejected(t.Span) && (!t.Timex.StartsWith('T') || MatterIsOneOf(turn.Catalog.Settings.ByTimeOfDay)));
        if (Has(SlotNames.Since) && !Has(SlotNames.When) && when is not null && !_correct && _weight <= Short) Set(SlotNames.When, Value(when));
        else if (Has(SlotNames.When) || Has(SlotNames.Since))
        {
            // A later time in a story is only another moment of it.
            if (_correct || (asking is null && _weight <= Short) || Only(first.Span) && (Has(SlotNames.Since) || !IsSince(first))) Set(Has(SlotNames.When) ? SlotNames.When : SlotNames.Since, Value(first));
            else if (since is not null && !Has(SlotNames.Since)) Set(SlotNames.Since, Value(since));
        }
        else
        {
            if (since is not null) Set(SlotNames.Since, Value(since));
            if (when is not null) Set(SlotNames.When, Value(_correct && !IsSince(first) ? first : when));
        }
    }

    // Hardly anything else is said: it is meant to be kept, whatever was asked.
    private bool Only(Span span) => _weight - Weight.Of(span.Of(reading.Text)) <= 2;

    // A length of time that ends its clause is how long it has lasted: 拖欠工资三个月, but not 半年房租.
    private bool IsSince(TimeMention t) => !IsRate(t) && (t.Since
        || t.Timex.StartsWith('P') && !t.Recurring && (t.Span.End >= reading.Text.Length || !char.IsLetterOrDigit(reading.Text[t.Span.End]) || reading.Text[t.Span.End] == '了'));

    // 350元一个月, 一个月九百五, 每个月多收一百多: what it costs, not how long or when.
    private bool IsRate(TimeMention t) => t.Timex is ['P', '1', _] && reading.Money.Any(m => t.Span.Start == m.Span.End || m.Span.Start - t.Span.End is var gap && gap >= 0 && gap <= (t.Recurring ? 3 : 0));

    private TimeValue Value(TimeMention t) => new(t.Text.Trim(), t.Timex, t.Start, t.End > t.Start ? t.End : null, t.Recurring, IsSince(t));

    private void Counterparty()
    {
        // "Opposite the school" is where it is, not who it is about.
        if (asking is SlotNames.Where or SlotNames.Detail) return;
        var parties = reading.Parties.Where(IsOtherSide).ToList();
        var party = Pick(parties, p => p.Span, parties.Find(p => p.Name is not null && !Rejected(p.Span)));
        // 楼下烧烤店: who it is, not where.
        if (party is { Kind: "neighbour" } where && parties.Find(p => p.Span.Start >= where.Span.End && p.Span.Start - where.Span.End <= 3) is { } who) party = who;
        var known = turn.State.Find<PartyValue>(SlotNames.Counterparty);
        if (_weight <= Short && turn.Catalog.Settings.NamesParty.Any(lead => reading.Text.StartsWith(lead, StringComparison.OrdinalIgnoreCase)))
        {
            var named = (known ?? new(party?.Kind ?? "shop")) with { Name = NameOf(turn, reading) };
            if (named != known) _commands.Add(new SetSlot(SlotNames.Counterparty, named, known?.Name is not null, asking == SlotNames.Counterparty));
            return;
        }
        if (party is null)
        {
            if (asking == SlotNames.Counterparty && reading.Names.Count > 0)
                Set(SlotNames.Counterparty, new PartyValue(known?.Kind ?? "unknown", reading.Names[0].Name, known?.Phone));
            return;
        }
        // Asked who it is, the whole answer is the name of a firm when it says more than the kind: 宏远建筑公司.
        if (asking == SlotNames.Counterparty && party is { Name: null, Kind: "company" or "shop" or "school" or "hospital" or "property" } && !reading.Signals.Contains(Signal.Unknown) && _weight <= Short && _weight - Weight.Of(party.Span.Of(reading.Text)) >= 2)
            party = party with { Name = NameOf(turn, reading) };
        if (known is null) Set(SlotNames.Counterparty, new PartyValue(party.Kind, party.Name));
        else if (known.Kind == party.Kind || known.Kind == "unknown")
        {
            // The same one, now by name: nothing to announce.
            if (party.Name is not null && known.Name is null) _commands.Add(new SetSlot(SlotNames.Counterparty, known with { Kind = party.Kind, Name = party.Name }, false, false));
            else if (party.Name is not null && party.Name != known.Name) Set(SlotNames.Counterparty, known with { Name = party.Name });
        }
        else if (_correct || asking == SlotNames.Counterparty) Set(SlotNames.Counterparty, new PartyValue(party.Kind, party.Name, known.Phone));
    }

    // 我是房东 tells who speaks; 帮隔壁陈伯反映, for whom; 我爸住院, whom it befell; 社区公园, where it is.
    private bool IsOtherSide(Party party) =>
        !reading.Follows(party.Span, turn.Catalog.Settings.Speaker)
        && !(party.Kind == "neighbour" && reading.Follows(party.Span, turn.Catalog.Settings.OnBehalf))
        && (party.Kind != "family" || asking == SlotNames.Counterparty || MatterIsOneOf(turn.Catalog.Settings.AmongRelatives))
        && !(party.Name is null && reading.Places.Any(p => p.Kind is "address" or "landmark" && p.Span.Start <= party.Span.Start && party.Span.End < p.Span.End));

    /// <summary>The matter, as far as it is known now, is one of these groups or leaves.</summary>
    private bool MatterIsOneOf(IReadOnlyList<string> groupsAndLeaves)
    {
        var leaf = turn.Leaf ?? (reading.Category is { Unsure: false, Ranked: [var best, ..] } ? best.Leaf : null);
        return leaf is not null && (groupsAndLeaves.Contains(leaf) || groupsAndLeaves.Contains(leaf[..Math.Max(0, leaf.IndexOf('.', StringComparison.Ordinal))]));
    }

    /// <summary>An answer that is a name, without what announces it: 店名叫顺发.</summary>
    public static string NameOf(Turn turn, Reading reading)
    {
        var name = reading.Original.Trim();
        foreach (var lead in turn.Catalog.Settings.NameLead)
            if (name.StartsWith(lead, StringComparison.OrdinalIgnoreCase) && name.Length > lead.Length + 1) return name[lead.Length..].TrimStart();
        return name;
    }

    private void Places()
    {
        var known = turn.State.Find<PlaceValue>(SlotNames.Where);
        var asked = asking == SlotNames.Where || turn.State.Editing == SlotNames.Where;
        var elsewhere = reading.Signals.Contains(Signal.Elsewhere) || reading.Places.Any(p => p.Kind == "elsewhere");
        var place = _place.Text(asked, out var relative);
        var room = reading.Places.FirstOrDefault(p => p.Kind == "room" && !Rejected(p.Span));
        if (asking == SlotNames.Detail && (place is not null || room is not null || reading.Text.Any(char.IsAsciiDigit) && reading.Times.Count + reading.Phones.Count == 0) && !elsewhere && _weight <= Short)
        {
            // Asked for it, all of a short answer says where: 4楼到7楼, 一楼大门口, 602.
            Set(SlotNames.Detail, new TextValue(reading.Original.Trim()));
            return;
        }
        if (elsewhere && known is null or { Source: "qr" })
        {
            if (place is not null) _commands.Add(new SetSlot(SlotNames.Where, _place.Value(place, relative), known is not null, asked));
            else if (known is not null) _commands.Add(new ClearSlot(SlotNames.Where));
        }
        else if (asked)
        {
            if (place is not null) _commands.Add(new SetSlot(SlotNames.Where, _place.Value(place, relative), known is not null, true));
            else if (turn.Context.Building is { } building && (reading.Places.Any(p => p.Kind == "here") || reading.Signals.Contains(Signal.Affirm)))
                _commands.Add(new SetSlot(SlotNames.Where, ToldPlace.Scanned(building), false, true));
            else if (room is not null && known is null) _commands.Add(new SetSlot(SlotNames.Where, new PlaceValue("typed", Address: reading.Original.Trim()), false, true));
        }
        else if (place is null && known?.Building is { } before && turn.Context.Building is { } now && before != now.Code && _weight <= Short && reading.Places.Any(p => p.Kind == "here"))
            _commands.Add(new SetSlot(SlotNames.Where, ToldPlace.Scanned(now), true, true));
        else if (place is not null && asking is not (SlotNames.Contact or SlotNames.Representatives or SlotNames.Counterparty))
        {
            if (known is null)
            {
                if (!turn.Catalog.Settings.Spot.IsMatch(place)) Set(SlotNames.Where, new PlaceValue("typed", Address: place));
            }
            else if (asking == SlotNames.Detail) Set(SlotNames.Detail, new TextValue(place));
            else if (known.Source == "typed" && _correct) Set(SlotNames.Where, new PlaceValue("typed", Address: place));
            else if (known.Source == "qr" && room is null && !relative && !Has(SlotNames.Detail)) Set(SlotNames.Detail, new TextValue(place));
        }
        if (room is not null && !(asking == SlotNames.Contact && reading.Phones.Count > 0) && (Has(SlotNames.Where) || place is not null)) Set(SlotNames.Detail, new TextValue(room.Text));
    }

    private void Phones()
    {
        if (reading.Phones.Count == 0)
        {
            if (asking == SlotNames.Contact && reading.Names.Count > 0) Set(SlotNames.Contact, new ContactValue(reading.Names[0].Name, turn.State.Find<ContactValue>(SlotNames.Contact)?.Phone));
            return;
        }
        var contact = turn.State.Find<ContactValue>(SlotNames.Contact);
        foreach (var phone in reading.Phones.Where(p => !Rejected(p.Span)))
        {
            if (phone.Tail is { } tail)
            {
                if (contact?.Phone is { } old && old.Length > tail.Length) _commands.Add(new SetSlot(SlotNames.Contact, contact with { Phone = old[..^tail.Length] + tail }, true, false));
            }
            else if (asking == SlotNames.Representatives && IsOwn(phone) && !HasOwnCue(phone)) continue;
            else if (IsOwn(phone))
            {
                var name = asking != SlotNames.Contact ? contact?.Name : reading.Names is [var given, ..] ? given.Name : NameBeside(phone) ?? contact?.Name;
                _commands.Add(new SetSlot(SlotNames.Contact, new ContactValue(name, phone.E164), contact?.Phone is { } p && p != phone.E164, asking == SlotNames.Contact));
            }
            else
            {
                var party = _commands.OfType<SetSlot>().LastOrDefault(c => c.Slot == SlotNames.Counterparty)?.Value as PartyValue
                    ?? turn.State.Find<PartyValue>(SlotNames.Counterparty) ?? new PartyValue("unknown");
                _commands.RemoveAll(c => c is SetSlot { Slot: SlotNames.Counterparty });
                _commands.Add(new SetSlot(SlotNames.Counterparty, party with { Phone = phone.E164 }, false, false));
            }
        }
    }

    private string? NameBeside(Phone phone)
    {
        var rest = reading.Original.Remove(phone.Span.Start, phone.Span.Length).Trim(' ', ',', '，', '.', '。', ':', '：');
        return turn.Catalog.Settings.ContactName.Match(rest) is { Success: true } match ? match.Groups["name"].Value : null;
    }

    private bool IsOwn(Phone phone)
    {
        if (asking == SlotNames.Contact) return true;
        if (HasOwnCue(phone)) return true;
        return !reading.Parties.Any(p => p.Span.End <= phone.Span.Start && phone.Span.Start - p.Span.End <= 12) && asking != SlotNames.Counterparty;
    }

    private bool HasOwnCue(Phone phone)
    {
        var before = reading.Text.AsSpan(Math.Max(0, phone.Span.Start - 12), Math.Min(12, phone.Span.Start));
        foreach (var cue in turn.Catalog.Settings.OwnPhone) if (before.Contains(cue, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }

    private void Patterns()
    {
        foreach (var slot in turn.Catalog.Slots.All)
        {
            if (slot.Pattern?.Match(reading.Text) is not { Success: true } match) continue;
            var value = match.Groups["value"];
            var text = reading.Original.Substring(value.Index, value.Length).Trim();
            if (text.Length > 0) Set(slot.Name, new TextValue(text));
        }
    }
}
