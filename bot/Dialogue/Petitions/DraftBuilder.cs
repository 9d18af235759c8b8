using IntakeBot.Dialogue.Content;
using IntakeBot.Dialogue.Flows;
using IntakeBot.Dialogue.Turns;
using IntakeBot.Dialogue.Wording;

namespace IntakeBot.Dialogue.Petitions;

/// <summary>Makes the petition of what a conversation has gathered.</summary>
internal static class DraftBuilder
{
    private const int MaxTitle = 60;

    public static PetitionDraft Build(ConversationState state, ContentCatalog catalog, TurnContext context, Guid id, string receipt)
    {
        var leaf = state.Find<LeafValue>(SlotNames.Category) ?? new LeafValue(catalog.Taxonomy.Fallback, 0, "model", []);
        var contact = state.Find<ContactValue>(SlotNames.Contact);
        var party = state.Find<PartyValue>(SlotNames.Counterparty);
        var people = state.Find<CountValue>(SlotNames.People);
        var amount = state.Find<MoneyValue>(SlotNames.Amount);
        return new()
        {
            Id = id,
            Receipt = receipt,
            Kind = KindOf(state, catalog),
            Category = new(leaf.Leaf, leaf.Confidence, leaf.By, [.. leaf.Others.Select(o => new DraftAlternative(o.Leaf, o.Confidence))]),
            Title = Title(state, catalog, leaf.Leaf),
            Description = Description(state, catalog),
            Wish = state.Find<TextValue>(SlotNames.Wish)?.Text,
            When = Time(MainTime(state, catalog, leaf.Leaf)),
            Where = Place(state),
            Amount = amount is null ? null : new(amount.Value, amount.About),
            People = people is null ? null : new(people.Count, people.About, state.Find<NamesValue>(SlotNames.Representatives)?.Names ?? []),
            Counterparty = party is null ? null : new(party.Kind, party.Name, party.Phone),
            Reporter = contact is null ? new(Anonymous: true) : new(false, contact.Name, contact.Phone),
            Urgency = new(state.Urgency, state.Reasons),
            Attachments = state.Files,
            Consent = state.Consent,
            Language = state.Language,
            Flow = FlowNames.Petition,
            FlowVersion = state.ContentVersion,
        };
    }

    /// <summary>What the words say; otherwise what the category usually is.</summary>
    public static string KindOf(ConversationState state, ContentCatalog catalog)
    {
        foreach (var words in state.Words)
            foreach (var (pattern, kind) in catalog.Settings.Kinds)
                if (pattern.IsMatch(words)) return kind;
        return state.Find<LeafValue>(SlotNames.Category) is { } leaf ? catalog.Taxonomy.Find(leaf.Leaf)?.Kind ?? "request" : "request";
    }

    // Staff read the title, in Chinese whatever the resident speaks; names of persons stay out of it, because robots show it.
    private static string Title(ConversationState state, ContentCatalog catalog, string code)
    {
        var book = catalog.Wording(Languages.Chinese);
        var leaf = catalog.Taxonomy.Find(code) ?? catalog.Taxonomy.Find(catalog.Taxonomy.Fallback)!;
        var party = state.Find<PartyValue>(SlotNames.Counterparty);
        var who = party is null ? null
            : party is { Kind: "shop" or "company" or "school" or "hospital" or "property", Name: not null } ? party.Name
            : party.Kind == "unknown" || !book.Has("party." + party.Kind) ? null : book.Say("party." + party.Kind);
        var template = party is not null && leaf.TitleFor.TryGetValue(party.Kind, out var special) ? special : leaf.Title;
        var place = state.Find<TextValue>(SlotNames.Detail)?.Text ?? (state.Find<PlaceValue>(SlotNames.Where) is { Source: "typed", Address: { } address } ? address : null);
        var title = template.Render(
            ("counterparty", who),
            ("amount", state.Find<MoneyValue>(SlotNames.Amount) is { } money ? Phrases.Money(money, book) : null),
            ("people", state.Find<CountValue>(SlotNames.People) is { } people ? Phrases.People(people, book) : null),
            ("place", place is { Length: > 24 } ? place[..24] : place),
            ("when", MainTime(state, catalog, code)?.Text));
        return title.Length <= MaxTitle ? title : title[..MaxTitle];
    }

    // Own words, then answers to questions that the contract has no field for.
    private static string Description(ConversationState state, ContentCatalog catalog)
    {
        var book = catalog.Wording(Languages.Chinese);
        var extra = catalog.Slots.All
            .Where(s => !s_contract.Contains(s.Name) && s.Type != SlotType.Choice && state.Find(s.Name) is { } value and not NoValue)
            .Select(s => $"{book.Say($"line.{s.Name}")}：{Phrases.Of(state.Find(s.Name)!, book, catalog)}");
        var both = state.Find(SlotNames.When) is TimeValue && state.Find<TimeValue>(SlotNames.Since) is { } since && !state.Words.Any(w => w.Contains(since.Text, StringComparison.Ordinal))
            ? [book.Say("value.since", ("value", since.Text))] : Array.Empty<string>();
        var text = string.Join('\n', state.Words.Concat(both).Concat(extra));
        return text.Length > 0 ? text : book.Say("say.nothingTold");
    }

    private static readonly HashSet<string> s_contract = new(StringComparer.Ordinal)
    {
        SlotNames.Problem, SlotNames.Category, SlotNames.Where, SlotNames.Detail, SlotNames.When, SlotNames.Since, SlotNames.Amount, SlotNames.People,
        SlotNames.Representatives, SlotNames.Counterparty, SlotNames.Wish, SlotNames.Contact, SlotNames.Anonymous, SlotNames.Photo,
    };

    // A matter that lasts is dated by its beginning; any other by when it happened.
    private static TimeValue? MainTime(ConversationState state, ContentCatalog catalog, string leaf)
    {
        var since = state.Find<TimeValue>(SlotNames.Since);
        var when = state.Find<TimeValue>(SlotNames.When);
        return since is not null && catalog.Taxonomy.Find(leaf)?.Ask.Contains(SlotNames.Since) == true ? since : when ?? since;
    }

    private static DraftTime? Time(TimeValue? time) =>
        time is null ? null : new(time.Text, time.Timex, time.Start, time.End, time.Recurring);

    private static DraftPlace Place(ConversationState state)
    {
        var detail = state.Find<TextValue>(SlotNames.Detail)?.Text;
        return state.Find<PlaceValue>(SlotNames.Where) is not { } place ? new("none", Detail: detail)
            : new(place.Source, place.Building, place.Address, detail, place.Latitude, place.Longitude, place.Datum, place.Community);
    }
}
