using System.Globalization;
using System.Text.RegularExpressions;
using IntakeBot.Casework.Petitions;
using IntakeBot.Casework.Store;

namespace IntakeBot.Casework.Cases;

/// <summary>
/// The facts of a case that staff may set right, with how their values are written. What the resident said stays in the petition; each
/// change keeps what stood there before.
/// </summary>
public static partial class CaseFacts
{
    public const string Category = "category", Urgency = "urgency", Kind = "kind", Building = "building", Address = "address", Detail = "detail",
        When = "when", Wish = "wish", Amount = "amount", People = "people", Counterparty = "counterparty", CounterpartyPhone = "counterparty-phone",
        ReporterName = "reporter-name", ReporterPhone = "reporter-phone";

    private const decimal MostYuan = 10_000_000_000;
    private const int MostPeople = 1_000_000;

    public static IReadOnlyList<string> Urgencies { get; } = ["normal", "urgent", "emergency"];
    public static IReadOnlyList<string> Kinds { get; } = ["consult", "request", "complaint", "report", "suggestion"];

    public static IReadOnlyList<string> All { get; } =
        [Category, Urgency, Kind, Building, Address, Detail, When, Wish, Amount, People, Counterparty, CounterpartyPhone, ReporterName, ReporterPhone];

    /// <summary>Shown masked until asked for.</summary>
    public static bool IsPersonal(string field) => field is ReporterName or ReporterPhone or CounterpartyPhone;

    /// <summary>What counts now: the row for what the desk sorts by, else the newest change, else the petition.</summary>
    /// <param name="newest">The newest change of the field; null: it was never changed.</param>
    public static string? Current(string field, CaseRow row, Petition? petition, FactChange? newest)
    {
        ArgumentNullException.ThrowIfNull(row);
        return field switch
        {
            Category => row.Leaf,
            Urgency => row.Urgency,
            Kind => row.Kind,
            Building => row.Building,
            Address => row.Address ?? (newest is null ? petition?.Where.Address : null),
            _ when newest is not null => newest.After,
            Detail => petition?.Where.Detail,
            When => petition?.When?.Text,
            Wish => petition?.Wish,
            Amount => petition?.Amount?.Value.ToString("0.##", CultureInfo.InvariantCulture),
            People => petition?.People?.Count.ToString(CultureInfo.InvariantCulture),
            Counterparty => petition?.Counterparty?.Name,
            CounterpartyPhone => petition?.Counterparty?.Phone,
            ReporterName => petition?.Reporter?.Name,
            ReporterPhone => petition?.Reporter?.Phone,
            _ => null,
        };
    }

    /// <summary>The value as it is kept, or why it does not fit. Nothing typed empties a fact that may be empty.</summary>
    internal static (string? Value, FactFault? Fault) Read(string field, string? typed, Func<string, bool> isCategory, Func<string, string?> buildingCode)
    {
        var text = typed?.Trim() ?? "";
        if (!All.Contains(field)) return (null, FactFault.UnknownField);
        if (text.Length == 0) return field is Category or Urgency or Kind ? (null, FactFault.Required) : (null, null);
        return field switch
        {
            Category => isCategory(text) ? (text, null) : (null, FactFault.Unknown),
            Urgency => Urgencies.Contains(text) ? (text, null) : (null, FactFault.Unknown),
            Kind => Kinds.Contains(text) ? (text, null) : (null, FactFault.Unknown),
            Building => buildingCode(text) is { } code ? (code, null) : (null, FactFault.Unknown),
            Amount => Yuan(text),
            People => Count(text),
            CounterpartyPhone or ReporterPhone => Phone(text),
            _ => text.Length <= Longest(field) ? (text, null) : (null, FactFault.TooLong),
        };
    }

    /// <summary>Characters a fact of free text may have.</summary>
    public static int Longest(string field) => field switch { Wish => 500, ReporterName => 50, Counterparty or When => 100, _ => 200 };

    private static (string?, FactFault?) Yuan(string text)
    {
        var digits = text.Replace(",", "", StringComparison.Ordinal).Replace("，", "", StringComparison.Ordinal).Trim('¥', '￥', '元', ' ');
        return !decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var yuan) ? (null, FactFault.NotANumber)
            : yuan is <= 0 or > MostYuan || decimal.Round(yuan, 2) != yuan ? (null, FactFault.OutOfRange)
            : (yuan.ToString("0.##", CultureInfo.InvariantCulture), null);
    }

    private static (string?, FactFault?) Count(string text) =>
        !int.TryParse(text.TrimEnd('人', ' '), NumberStyles.None, CultureInfo.InvariantCulture, out var people) ? (null, FactFault.NotANumber)
            : people is < 1 or > MostPeople ? (null, FactFault.OutOfRange)
            : (people.ToString(CultureInfo.InvariantCulture), null);

    /// <summary>A number as it is dialled from abroad; null: it is none.</summary>
    internal static string? PhoneOf(string? text) => text is null ? null : Phone(text.Trim()).Number;

    private static (string? Number, FactFault?) Phone(string text)
    {
        var digits = Spaces().Replace(text, "");
        if (!Number().IsMatch(digits)) return (null, FactFault.NotAPhone);
        return (digits.StartsWith('+') ? digits : "+86" + digits.TrimStart('0'), null);
    }

    [GeneratedRegex("[ ()\\u3000-]", RegexOptions.CultureInvariant)]
    private static partial Regex Spaces();

    // A mobile or landline number with area code as people in China write it, or any number with its country.
    [GeneratedRegex("^(?:1[3-9][0-9]{9}|0[1-9][0-9]{8,10}|[+][1-9][0-9]{5,14})$", RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}

/// <summary>One change of a fact, readable.</summary>
public sealed record FactChange(long Id, DateTimeOffset At, string Actor, string? ActorName, string Field, string? Before, string? After);

/// <summary>A change that somebody asks for.</summary>
/// <param name="Value">As typed; empty or null: nothing.</param>
/// <param name="Saw">The value that stood there when it was asked for; null: nothing stood there.</param>
public sealed record Revision(string Field, string? Value, string? Saw);

/// <summary>Why a value does not fit.</summary>
public enum FactFault { UnknownField, Required, Unknown, NotANumber, OutOfRange, TooLong, NotAPhone }

/// <summary>Which categories there are; the taxonomy is the host's. Without one every code is taken as it is.</summary>
public interface ICategoryBook
{
    bool Has(string leaf);
}
