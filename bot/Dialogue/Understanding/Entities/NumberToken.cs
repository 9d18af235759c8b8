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
}
