namespace IntakeBot.Dialogue.Understanding.Entities;

/// <summary>A number as written in the text.</summary>
/// <param name="Value">For ranges and 多, the lower bound.</param>
/// <param name="Upper">Of a range.</param>
/// <param name="Scaled">Holds a hundred, thousand or more as a word (三千, 18万, 3k), not digits alone.</param>
/// <param name="Short">Ends in a digit that counts the next lower unit: 三千五, 18万6.</param>
/// <param name="Digits">How many Arabic digits; 0 when written in characters.</param>
internal readonly record struct NumberToken(int Start, int End, decimal Value, decimal? Upper, bool Approximate, bool Scaled, bool Short, int Digits)
{
    public bool IsArabic => Digits > 0;

    /// <summary>The numbers that stand in none of the things found; both in the order of the text.</summary>
    public static List<NumberToken> Outside<T>(List<NumberToken> numbers, List<T> found, Func<T, Span> place)
    {
        if (found.Count == 0) return numbers;
        var outside = new List<NumberToken>(numbers.Count);
        var next = 0;
        foreach (var number in numbers)
        {
            while (next < found.Count && place(found[next]).End <= number.Start) next++;
            if (next == found.Count || number.Start < place(found[next]).Start || number.End > place(found[next]).End) outside.Add(number);
        }
        return outside;
    }
}
