using System.Text.RegularExpressions;

namespace IntakeBot.Dialogue.Understanding.Entities;

/// <summary>Names as they stand behind an English word for a party: the agent Mr Chen, my boss is called Kevin.</summary>
internal static partial class EnglishNames
{
    private const int Farthest = 48;

    /// <summary>A name right behind <paramref name="at"/>; a title is part of it.</summary>
    public static Match Behind(string original, int at) => Announced().Match(original, at, Math.Min(Farthest, original.Length - at));

    // A name needs a title or "called" before it: a capital alone begins any word of a headline.
    [GeneratedRegex(@"\G,? ?(?:is |name is |'s name is )?(?:(?:called|named) (?<name>[A-Za-z]{2,20})|(?<name>(?:Mr|Mrs|Ms|Miss|Madam|Mister)\.? ?[A-Za-z]{2,20}))\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Announced();
}
