namespace IntakeBot.Host.Desk.Cases;

/// <summary>Personal data as shown before anybody asks for them.</summary>
internal static class Masked
{
    /// <summary>+8613812345678 becomes 138****5678; short numbers keep their last two digits.</summary>
    public static string Phone(string phone)
    {
        var digits = phone.StartsWith("+86", StringComparison.Ordinal) ? phone[3..] : phone;
        return digits.Length >= 8 ? $"{digits[..3]}****{digits[^4..]}" : "****" + digits[Math.Max(0, digits.Length - 2)..];
    }

    /// <summary>The whole number as people read it: without +86.</summary>
    public static string Whole(string phone) => phone.StartsWith("+86", StringComparison.Ordinal) ? phone[3..] : phone;

    /// <summary>The family name stays.</summary>
    public static string Name(string name)
    {
        var first = System.Globalization.StringInfo.GetNextTextElement(name);
        return first + new string('*', Math.Clamp(new System.Globalization.StringInfo(name).LengthInTextElements - 1, 1, 2));
    }
}
