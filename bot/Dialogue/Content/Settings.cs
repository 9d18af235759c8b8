using System.Text.RegularExpressions;

namespace IntakeBot.Dialogue.Content;

/// <summary>Numbers and patterns of the conversation that administrators may tune.</summary>
public sealed record Settings
{
    /// <summary>Questions of one matter at most; optional ones give way.</summary>
    public required int Questions { get; init; }
    /// <summary>From this confidence on a category is taken without asking.</summary>
    public required double AcceptCategory { get; init; }
    /// <summary>Below this confidence a category taken without asking is shown as one to be checked.</summary>
    public required double CertainCategory { get; init; }
    /// <summary>When the question about it was of no help, the best guess is kept from this confidence on, as one to be checked.</summary>
    public required double GuessCategory { get; init; }
    /// <summary>From this confidence on, after sending, another category means another matter.</summary>
    public required double AnotherCategory { get; init; }
    /// <summary>People from whom on a matter is one of a group.</summary>
    public required int GroupFrom { get; init; }
    public required int Representatives { get; init; }
    /// <summary>Characters of the resident's own words kept for the petition.</summary>
    public required int DescriptionLimit { get; init; }
    /// <summary>Minutes of silence after which a conversation opened again begins with where it stood.</summary>
    public required int ReturnAfterMinutes { get; init; }
    /// <summary>How long a piece of a sentence waits for what follows; zero: every message is answered at once.</summary>
    public required TimeSpan PieceWait { get; init; }
    /// <summary>Characters of Chinese, or twice the words of another script, up to which a message may be a piece.</summary>
    public required int PieceLength { get; init; }
    /// <summary>Minutes of silence after which the resident is asked once whether to go on with the draft; zero: never.</summary>
    public required int NudgeAfterMinutes { get; init; }
    /// <summary>Name and version of the privacy notice, e.g. <c>privacy/1</c>.</summary>
    public required string Notice { get; init; }
    /// <summary>Words that say "change this" when the name of a line stands beside them.</summary>
    public required Regex Change { get; init; }
    /// <summary>Words between the word for a line of the summary and its new value.</summary>
    public required IReadOnlyList<string> LineIs { get; init; }
    /// <summary>Words before a value that take it back: 不是昨天.</summary>
    public required IReadOnlyList<string> Rejecting { get; init; }
    /// <summary>Directly before an option within a longer answer these words mean that it is not chosen: 别发送.</summary>
    public required IReadOnlyList<string> Negating { get; init; }
    /// <summary>Words before a place that do not belong to it: 是对面工地, at the market.</summary>
    public required IReadOnlyList<string> PlaceLead { get; init; }
    /// <summary>At the beginning of a message they announce the name of a shop or firm, whatever was asked.</summary>
    public required IReadOnlyList<string> NamesParty { get; init; }
    /// <summary>Before a neighbour they make him the one spoken for: 帮隔壁陈伯反映.</summary>
    public required IReadOnlyList<string> OnBehalf { get; init; }
    /// <summary>Words before a name that do not belong to it: 店名叫, it's called.</summary>
    public required IReadOnlyList<string> NameLead { get; init; }
    /// <summary>Finds the second matter in a message; its group <c>rest</c> is that matter.</summary>
    public required Regex AnotherMatter { get; init; }
    /// <summary>Sentences that only announce a matter: 我要投诉, 想反映个问题.</summary>
    public required Regex Opening { get; init; }
    /// <summary>The resident asks something that only staff can answer: 能要回来吗.</summary>
    public required Regex Wondering { get; init; }
    /// <summary>Said to the question whether to drop it all: rather go on.</summary>
    public required Regex GoesOn { get; init; }
    /// <summary>Said to the question whether it is solved, these say that it is not: 钱没到账.</summary>
    public required Regex Unsolved { get; init; }
    /// <summary>Phrases with a "not" in them that deny nothing: 没话说, 有没有人来.</summary>
    public required Regex DeniesNothing { get; init; }
    /// <summary>Said after a merge: it is not the same matter.</summary>
    public required Regex NotTheSame { get; init; }
    /// <summary>Not yet, still: said of a matter that was over it is that matter, whatever it sounds like.</summary>
    public required Regex NotYet { get; init; }
    /// <summary>Stars or points in words; its group <c>n</c> is the number.</summary>
    public required Regex Stars { get; init; }
    /// <summary>Said to the question whether it is solved: content with it.</summary>
    public required Regex Praise { get; init; }
    /// <summary>Said to the same question: not content, and it is not clear whether it is solved.</summary>
    public required Regex Blame { get; init; }
    /// <summary>Thanks, with whom they go to; what is said besides them is told.</summary>
    public required Regex Courtesy { get; init; }
    /// <summary>Says nothing: 继续, 嗯, go on. No answer in own words.</summary>
    public required Regex Filler { get; init; }
    /// <summary>Reason of an emergency to the category it is usually sent as; the model may choose among these.</summary>
    public required IReadOnlyDictionary<string, string> EmergencyLeaves { get; init; }
    /// <summary>Words before a phone number that make it the resident's own.</summary>
    public required IReadOnlyList<string> OwnPhone { get; init; }
    /// <summary>A name given beside a phone, with neither "I am" nor "my name": 王工, 姓曾; its group <c>name</c> is the name.</summary>
    public required Regex ContactName { get; init; }
    /// <summary>Directly before a party these words make it the speaker: 我是房东.</summary>
    public required IReadOnlyList<string> Speaker { get; init; }
    /// <summary>Groups of matters in which relatives may be the other side; in all others the resident only speaks of or for them.</summary>
    public required IReadOnlyList<string> AmongRelatives { get; init; }
    /// <summary>Groups and leaves that are told by the time of day (半夜); of any other it does not say when it happened.</summary>
    public required IReadOnlyList<string> ByTimeOfDay { get; init; }
    /// <summary>Places that every building or street has: with a building they say where in it, alone they say nothing.</summary>
    public required Regex Spot { get; init; }
    /// <summary>Patterns of the words that decide the kind, tried in order.</summary>
    public required IReadOnlyList<(Regex Pattern, string Kind)> Kinds { get; init; }
}

/// <summary>The shape of <c>flows/settings.yaml</c>.</summary>
internal sealed class SettingsFile
{
    public const string Path = "flows/settings.yaml";

    public required int Questions { get; set; }
    public required double AcceptCategory { get; set; }
    public required double CertainCategory { get; set; }
    public required double GuessCategory { get; set; }
    public required double AnotherCategory { get; set; }
    public required int GroupFrom { get; set; }
    public required int Representatives { get; set; }
    public required int DescriptionLimit { get; set; }
    public required int ReturnAfterMinutes { get; set; }
    public required double PieceWaitSeconds { get; set; }
    public required int PieceLength { get; set; }
    public required int NudgeAfterMinutes { get; set; }
    public required string Notice { get; set; }
    public required string Change { get; set; }
    public required List<string> LineIs { get; set; }
    public required List<string> Rejecting { get; set; }
    public required List<string> Negating { get; set; }
    public required List<string> PlaceLead { get; set; }
    public required List<string> OnBehalf { get; set; }
    public required List<string> NamesParty { get; set; }
    public required List<string> NameLead { get; set; }
    public required string AnotherMatter { get; set; }
    public required string Opening { get; set; }
    public required string Wondering { get; set; }
    public required string GoesOn { get; set; }
    public required string Unsolved { get; set; }
    public required string DeniesNothing { get; set; }
    public required string NotTheSame { get; set; }
    public required string NotYet { get; set; }
    public required string Stars { get; set; }
    public required string Praise { get; set; }
    public required string Blame { get; set; }
    public required string Courtesy { get; set; }
    public required string Filler { get; set; }
    public required Dictionary<string, string> EmergencyLeaves { get; set; }
    public required List<string> OwnPhone { get; set; }
    public required string ContactName { get; set; }
    public required List<string> Speaker { get; set; }
    public required List<string> AmongRelatives { get; set; }
    public required List<string> ByTimeOfDay { get; set; }
    public required string Spot { get; set; }
    public required Dictionary<string, string> Kinds { get; set; }

    public static Settings? Load(ContentFiles files, List<ContentProblem> problems)
    {
        var before = problems.Count;
        if (YamlFile.Read<SettingsFile>(files, Path, problems) is not { } document) return null;
        var v = document.Value;
        Regex Compile(string pattern, string? group, params object[] path)
        {
            try
            {
                var regex = new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);
                if (group is not null && !regex.GetGroupNames().Contains(group))
                    problems.Add(new(Path, document.LineOf(path), $"The pattern has no group named {group}.", $"Write (?<{group}>...) around the part to keep."));
                return regex;
            }
            catch (Exception e) when (e is ArgumentException or NotSupportedException)
            {
                problems.Add(new(Path, document.LineOf(path), $"The pattern cannot be read: {e.Message}", "Correct it; look-around and back-references are not possible."));
                return new Regex("$^", RegexOptions.NonBacktracking);
            }
        }
        void Range(string key, double value, double low, double high)
        {
            if (value < low || value > high) problems.Add(new(Path, document.LineOf(key), $"'{key}' is {value}.", $"It must lie between {low} and {high}."));
        }
        Range("questions", v.Questions, 3, 20);
        Range("acceptCategory", v.AcceptCategory, 0, 1);
        Range("guessCategory", v.GuessCategory, 0, 1);
        Range("certainCategory", v.CertainCategory, 0, 1);
        Range("anotherCategory", v.AnotherCategory, 0, 1);
        Range("groupFrom", v.GroupFrom, 2, 1000);
        Range("descriptionLimit", v.DescriptionLimit, 500, 20_000);
        Range("pieceWaitSeconds", v.PieceWaitSeconds, 0, 10);
        Range("pieceLength", v.PieceLength, 1, 30);
        Range("nudgeAfterMinutes", v.NudgeAfterMinutes, 0, 10_080);
        var settings = new Settings
        {
            Questions = v.Questions, AcceptCategory = v.AcceptCategory, CertainCategory = v.CertainCategory, GuessCategory = v.GuessCategory, AnotherCategory = v.AnotherCategory, GroupFrom = v.GroupFrom,
            Representatives = v.Representatives, DescriptionLimit = v.DescriptionLimit, ReturnAfterMinutes = v.ReturnAfterMinutes,
            PieceWait = TimeSpan.FromSeconds(v.PieceWaitSeconds), PieceLength = v.PieceLength, NudgeAfterMinutes = v.NudgeAfterMinutes, Notice = v.Notice,
            Change = Compile(v.Change, null, "change"),
            LineIs = v.LineIs,
            Rejecting = v.Rejecting,
            Negating = [.. v.Negating.Select(Turns.Weight.Bare)],
            PlaceLead = v.PlaceLead,
            OnBehalf = v.OnBehalf,
            NamesParty = v.NamesParty,
            NameLead = v.NameLead,
            AnotherMatter = Compile(v.AnotherMatter, "rest", "anotherMatter"),
            Opening = Compile(v.Opening, null, "opening"),
            Wondering = Compile(v.Wondering, null, "wondering"),
            GoesOn = Compile(v.GoesOn, null, "goesOn"),
            Unsolved = Compile(v.Unsolved, null, "unsolved"),
            DeniesNothing = Compile(v.DeniesNothing, null, "deniesNothing"),
            NotTheSame = Compile(v.NotTheSame, null, "notTheSame"),
            NotYet = Compile(v.NotYet, null, "notYet"),
            Stars = Compile(v.Stars, "n", "stars"),
            Praise = Compile(v.Praise, null, "praise"),
            Blame = Compile(v.Blame, null, "blame"),
            Courtesy = Compile(v.Courtesy, null, "courtesy"),
            Filler = Compile(v.Filler, null, "filler"),
            EmergencyLeaves = v.EmergencyLeaves,
            OwnPhone = v.OwnPhone,
            ContactName = Compile(v.ContactName, "name", "contactName"),
            Speaker = v.Speaker,
            AmongRelatives = v.AmongRelatives,
            ByTimeOfDay = v.ByTimeOfDay,
            Spot = Compile(v.Spot, null, "spot"),
            Kinds = [.. v.Kinds.Select(pair => (Compile(pair.Value, null, "kinds", pair.Key), pair.Key))],
        };
        return problems.Count == before ? settings : null;
    }
}
