using IntakeBot.Dialogue.Content;
using IntakeBot.Dialogue.Understanding.Categories;
using IntakeBot.Dialogue.Understanding.Entities;
using IntakeBot.Dialogue.Understanding.Learned;
using IntakeBot.Dialogue.Understanding.Matching;
using IntakeBot.Dialogue.Understanding.Questions;
using IntakeBot.Dialogue.Understanding.Rules;
using IntakeBot.Dialogue.Understanding.Text;
using IntakeBot.Dialogue.Understanding.Times;
using IntakeBot.Dialogue.Understanding.Urgency;

namespace IntakeBot.Dialogue.Understanding;

/// <summary>
/// Reads messages with what one edition of the content says: lexicons, rules, and a classifier trained from its examples.
/// Immutable and thread-safe; a new edition makes a new reader.
/// </summary>
public sealed class MessageReader : IMessageReader
{
    /// <summary>Longer messages are cut here, in UTF-16 units.</summary>
    public const int MaxLength = 10_000;
    private const char Blanked = '|';
    // Rules may write it: 打我儿子..☎ is whom to call.
    private const char BlankedPhone = '☎';

    [ThreadStatic]
    private static List<ulong>? t_features;

    private readonly CharacterTables _tables;
    private readonly CueReader _cues;
    private readonly PartyReader _parties;
    private readonly PlaceReader _places;
    private readonly Festivals _festivals;
    private readonly PinyinWords _pinyin;
    private readonly RuleSet _urgency;
    private readonly RuleSet _signals;
    private readonly QuestionReader _questions;
    private readonly FeatureExtractor _features;
    private readonly CategoryModel _categories;
    private readonly DangerModel? _danger;
    private readonly Dictionary<string, Signal> _signalOf;
    private static readonly IReadOnlySet<Signal> s_noSignals = new HashSet<Signal>();
    private readonly Dictionary<string, string> _numbers;

    private MessageReader(CharacterTables tables, CueReader cues, PartyReader parties, PlaceReader places, Festivals festivals, PinyinWords pinyin, RuleSet urgency, RuleSet signals, QuestionReader questions, FeatureExtractor features, CategoryModel categories, DangerModel? danger)
    {
        (_tables, _cues, _parties, _places, _festivals, _pinyin) = (tables, cues, parties, places, festivals, pinyin);
        (_urgency, _signals, _questions, _features, _categories, _danger) = (urgency, signals, questions, features, categories, danger);
        _signalOf = signals.Rules.Select(r => r.Kind).Distinct().ToDictionary(k => k, Enum.Parse<Signal>);
        _numbers = urgency.Rules.Where(r => r.Number is not null).GroupBy(r => r.Kind).ToDictionary(g => g.Key, g => g.First().Number!);
    }

    /// <summary>All rules of the content, with their examples: for the tests.</summary>
    internal IEnumerable<Rule> Rules => _urgency.Rules.Concat(_signals.Rules);
    internal CategoryModel Categories => _categories;

    /// <exception cref="ContentException">Files are missing or wrong.</exception>
    public static MessageReader Create(ContentFiles files, LearnedFolder? kept = null)
    {
        var problems = new List<ContentProblem>();
        return Load(files, problems, kept: kept) ?? throw new ContentException(problems);
    }

    /// <summary>Answers null and adds to the problems when the content cannot be used.</summary>
    /// <param name="examples">Labelled texts to train the categories from, in place of those in the content.</param>
    /// <param name="kept">Where what was learned from the content is kept; not for other examples.</param>
    public static MessageReader? Load(ContentFiles files, ICollection<ContentProblem> problems, IReadOnlyList<LabelledText>? examples = null, LearnedFolder? kept = null)
    {
        var before = problems.Count;
        var tables = CharacterTables.Load(files, problems);
        if (tables is null) return null;
        var parser = new PatternParser(WordLists.Load(files, problems), s => string.Create(s.Length, s, (into, from) =>
        {
            for (var i = 0; i < into.Length; i++) into[i] = tables.Fold(from[i]);
        }));
        var lexicon = Lexicon.Load(files, parser, tables, problems);
        var urgency = RuleSet.Load(files, "urgency", "urgency/context.yaml", parser, tables, 3, problems);
        var signals = RuleSet.Load(files, "signals", null, parser, tables, 2, problems);
        var questions = QuestionReader.Load(files, parser, tables, problems);
        var cues = CueReader.Load(files, parser, problems);
        var parties = PartyReader.Load(files, parser, problems);
        var places = PlaceReader.Load(files, parser, problems);
        var festivals = Festivals.Load(files, problems);
        var pinyin = PinyinWords.Load(files, tables, problems);
        foreach (var rule in signals.Rules.Where(r => !Enum.TryParse<Signal>(r.Kind, out _)))
            problems.Add(new(rule.File, 1, $"'{rule.Kind}' is no signal.", $"Use one of {string.Join(", ", Enum.GetNames<Signal>())}."));
        var own = examples is null ? kept : null;
        var learned = own?.Find(files);
        // Examples that were learned from once need not be read again.
        if (learned is null) examples ??= ExampleFiles.Load(files, problems);
        if (problems.Count > before || cues is null || parties is null || places is null || festivals is null || pinyin is null || examples is { Count: 0 }) return null;
        var features = new FeatureExtractor(tables, lexicon);
        if (learned is null)
        {
            learned = Learner.Learn(files, examples!, urgency, signals, features, tables, problems);
            own?.Keep(files, learned);
        }
        return new(tables, cues, parties, places, festivals, pinyin, urgency, signals, questions, features, learned.Categories, learned.Danger);
    }

    public Reading Read(string text, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(text);
        var (original, folded) = Normalizer.Normalize(text, _tables);
        var (source, language) = Source((original, folded), _tables);
        var (phones, ids, parties, names) = (new List<Phone>(), new List<IdNumber>(), new List<Party>(), new List<PersonName>());
        IdentityReader.Read(folded, language, phones, ids);
        // Numbers that are somebody's are no sums, counts or dates: blank them, keeping every place.
        var open = Blank(folded, phones, ids);
        var numbers = NumberScanner.Scan(open);
        var places = _places.Read(original, open, numbers);
        _parties.Read(original, folded, parties, names);
        // The list is filled and done with before this thread reads its next message.
        var features = t_features ??= new(512);
        // Nor do they say anything of the matter: 打我儿子 and a phone is whom to call.
        _features.Extract(source with { Text = open }, features);
        var category = _categories.Read(features);
        var hits = Hits(_urgency, open, source.Pinyin, out var rejected);
        features.AddRange(DangerModel.Found(hits, rejected));
        var danger = _danger?.Read(features);
        var reading = new Reading
        {
            Original = original,
            Text = folded,
            Language = language,
            Phones = phones,
            IdNumbers = ids,
            Parties = parties,
            Names = names,
            Places = places,
            Category = category,
            Urgency = UrgencyReader.Judge(hits, danger, _numbers),
            Signals = Hits(_signals, folded, source.Pinyin, out _) is { Count: > 0 } said ? said.Select(h => _signalOf[h.Rule.Kind]).ToHashSet() : s_noSignals,
            Questions = _questions.Read(folded, source.Pinyin),
        };
        if (source.Pinyin is { } pinyin)
        {
            var characters = _pinyin.Characters(pinyin);
            return Counted(reading, characters, NumberScanner.Scan(characters), now, pinyin);
        }
        var outside = BlankRooms(open, places);
        if (!ReferenceEquals(outside, open)) numbers.RemoveAll(n => outside[n.Start] == Blanked);
        return Counted(reading, outside, numbers, now, null);
    }

    // Sums, people and times; from pinyin by way of the characters that its number and time words stand for.
    private Reading Counted(Reading reading, string text, List<NumberToken> numbers, DateTimeOffset now, PinyinText? pinyin)
    {
        var times = TimeReader.Read(text, numbers, now, _festivals);
        if (numbers.Count == 0 && times.Count == 0) return reading;
        var free = NumberToken.Outside(numbers, times, t => t.Span);
        if (free.Count == 0) return reading with { Times = Placed(times, t => t with { Span = At(t.Span), Text = At(t.Span).Of(reading.Original) }) };
        var cues = _cues.Read(text);
        var people = PeopleReader.Read(text, free, cues);
        var money = MoneyReader.Read(text, NumberToken.Outside(free, people, p => p.Span), cues);
        Arrears.Count(text, money, times);
        return reading with
        {
            Times = Placed(times, t => t with { Span = At(t.Span), Text = At(t.Span).Of(reading.Original) }),
            People = Placed(people, p => p with { Span = At(p.Span) }),
            Money = Placed(money, m => m with { Span = At(m.Span) }),
        };

        // In characters the text of a time is folded; what was sent is what is kept.
        Span At(Span span) => pinyin is null ? span : pinyin.Place(span.Start, span.End);
        static IReadOnlyList<T> Placed<T>(List<T> found, Func<T, T> place)
        {
            for (var i = 0; i < found.Count; i++) found[i] = place(found[i]);
            return found;
        }
    }

    internal static List<RuleHit> Hits(RuleSet rules, string text, PinyinText? pinyin, out bool rejected)
    {
        var hits = new List<RuleHit>();
        rejected = rules.Find(text, hits);
        if (pinyin is not null) rejected |= rules.FindSounds(pinyin.Sounds, hits);
        return hits;
    }

    internal static (FeatureSource Source, string Language) Source((string Original, string Text) message, CharacterTables tables)
    {
        var letters = !message.Text.AsSpan().ContainsAnyInRange('\u4E00', '\u9FFF') && message.Text.AsSpan().ContainsAnyInRange('a', 'z');
        var pinyin = letters ? PinyinText.Read(message.Text, tables) : null;
        var language = LanguageDetector.Detect(message.Original, message.Text, pinyin, tables);
        return (new(message.Text, language == "zh-Latn" ? pinyin : null), language);
    }

    private static string Blank(string text, List<Phone> phones, List<IdNumber> ids)
    {
        if (phones.Count == 0 && ids.Count == 0) return text;
        var copy = text.ToCharArray();
        foreach (var phone in phones) copy.AsSpan(phone.Span.Start, phone.Span.Length).Fill(BlankedPhone);
        foreach (var id in ids) copy.AsSpan(id.Span.Start, id.Span.Length).Fill(Blanked);
        return new(copy);
    }

    private static string BlankRooms(string text, List<PlaceMention> places)
    {
        if (places.Count == 0) return text;
        var copy = text.ToCharArray();
        foreach (var place in places.Where(p => p.Kind is "room" or "address" || p.Kind == "landmark" && p.Span.Length > 2)) copy.AsSpan(place.Span.Start, place.Span.Length).Fill(Blanked);
        return new(copy);
    }
}

/// <summary>A text with the leaf it belongs to, and the voice it was written in when known.</summary>
public sealed record LabelledText(string Text, string Leaf, string? Voice = null);
