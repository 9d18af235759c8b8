using IntakeBot.Dialogue.Content;

namespace IntakeBot.Dialogue.Understanding.Times;

/// <summary>Days that have names. Those of the lunar calendar come as data, by year: <c>lexicon/festivals.yaml</c>.</summary>
internal sealed class Festivals
{
    private readonly (string Name, DateOnly[] Days)[] _festivals;
    private readonly HashSet<char> _first;

    private Festivals((string, DateOnly[])[] festivals) => (_festivals, _first) = (festivals, [.. festivals.Select(f => f.Item1[0])]);

    public static Festivals? Load(ContentFiles files, ICollection<ContentProblem> problems)
    {
        if (YamlFile.Read<File>(files, "lexicon/festivals.yaml", problems) is not { } document) return null;
        var all = new List<(string, DateOnly[])>();
        foreach (var (names, days) in document.Value.Festivals)
        {
            var dates = new List<DateOnly>();
            foreach (var day in days.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                // 10-01 is every year, 2026-09-25 that one.
                if (day.Length == 5 && DateOnly.TryParseExact("2024-" + day, "yyyy-MM-dd", out var solar)) dates.AddRange(Enumerable.Range(2015, 36).Select(y => new DateOnly(y, solar.Month, solar.Day)));
                else if (DateOnly.TryParseExact(day, "yyyy-MM-dd", out var lunar)) dates.Add(lunar);
                else problems.Add(new(document.File, document.LineOf("festivals", names), $"'{day}' is no date.", "Write 10-01 or 2026-09-25."));
            }
            foreach (var name in names.Split(' ', StringSplitOptions.RemoveEmptyEntries)) all.Add((name, [.. dates.Order()]));
        }
        return new([.. all.OrderByDescending(f => f.Item1.Length)]);
    }

    public string? Read(TimeText text, int at)
    {
        if (!_first.Contains(text[at])) return null;
        foreach (var (name, _) in _festivals)
        {
            if (text.Has(at, name)) return name;
        }
        return null;
    }

    /// <summary>The one before or within the last days of what is to come: people speak of what has been.</summary>
    public DateOnly? Latest(string name, DateOnly today)
    {
        DateOnly? latest = null;
        foreach (var day in Days(name))
        {
            if (day <= today) latest = day;
        }
        return latest;
    }

    public DateOnly? In(string name, int year)
    {
        foreach (var day in Days(name))
        {
            if (day.Year == year) return day;
        }
        return null;
    }

    private DateOnly[] Days(string name) => _festivals.First(f => f.Name == name).Days;

    private sealed class File
    {
        public required Dictionary<string, string> Festivals { get; set; }
    }
}
