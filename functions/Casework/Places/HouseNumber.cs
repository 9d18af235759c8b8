using System.Globalization;

namespace IntakeBot.Casework.Places;

/// <summary>Lane, house and block of an address; 0 = not given. Letters before a block number count (A3).</summary>
internal readonly record struct HouseNumber(int Lane, int Number, int Block, char Letter)
{
    public bool IsEmpty => this == default;

    /// <summary>Everything given here is the same there.</summary>
    public bool Within(HouseNumber other) =>
        (Lane == 0 || Lane == other.Lane) && (Number == 0 || Number == other.Number) && (Block == 0 || Block == other.Block) && (Letter == 0 || Letter == other.Letter);

    /// <summary>Reads the numbers of a normalised text, up to the first thing that belongs inside a building.</summary>
    /// <param name="nameLength">Characters before the first number.</param>
    public static HouseNumber Read(ReadOnlySpan<char> text, out int nameLength)
    {
        nameLength = -1;
        int lane = 0, number = 0, block = 0;
        char letter = default;
        for (var i = 0; i < text.Length;)
        {
            var start = i;
            char prefix = default;
            if (char.IsAsciiLetterLower(text[i]) && i + 1 < text.Length && (char.IsAsciiDigit(text[i + 1]) || text[i + 1] == '栋')) prefix = text[i++];
            var digits = i;
            while (i < text.Length && char.IsAsciiDigit(text[i])) i++;
            if (i == digits && prefix == default)
            {
                i++;
                continue;
            }
            var value = i > digits && i - digits <= 5 ? int.Parse(text[digits..i], CultureInfo.InvariantCulture) : 0;
            var unit = i < text.Length ? text[i] : default;
            if (nameLength < 0 && unit is '巷' or '排' or '号' or '栋') nameLength = start;
            switch (unit)
            {
                case '巷' or '排' when lane == 0: lane = value; break;
                case '号' when number == 0: number = value; break;
                case '栋' when block == 0: (block, letter) = (value, prefix); break;
                // a room, a floor, a telephone number: beyond the door
                default: if (lane + number + block > 0) i = text.Length; break;
            }
            if (block > 0) break;
        }
        if (nameLength < 0) nameLength = text.Length;
        return new HouseNumber(lane, number, block, letter);
    }
}
