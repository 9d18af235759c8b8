using System.Text;
using System.Text.Json;

namespace IntakeBot.Casework.Petitions;

/// <summary>Cuts a text so that its JSON form fits a number of bytes, never inside a character.</summary>
internal static class DescriptionCut
{
    public const string Mark = "…";

    public static string To(string text, int bytes)
    {
        int low = 0, high = text.Length;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (Size(text.AsSpan(0, middle)) <= bytes) low = middle;
            else high = middle - 1;
        }
        if (low > 0 && char.IsHighSurrogate(text[low - 1])) low--;
        return string.Concat(text.AsSpan(0, low), Mark);
    }

    /// <summary>Bytes between the quotes, escapes included.</summary>
    private static int Size(ReadOnlySpan<char> text) =>
        Encoding.UTF8.GetByteCount(JsonSerializer.Serialize(text.ToString(), PetitionJson.Text)) - 2;
}
