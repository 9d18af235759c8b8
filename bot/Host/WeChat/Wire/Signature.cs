using System.Security.Cryptography;
using System.Text;

namespace IntakeBot.Host.WeChat.Wire;

/// <summary>
/// WeChat's signature: lower-case hex of SHA-1 over its parts, sorted by their bytes and joined. <c>signature</c> covers token, timestamp and
/// nonce; <c>msg_signature</c> also what is encrypted.
/// </summary>
internal static class Signature
{
    private const int Length = 40;

    public static string Of(params ReadOnlySpan<string> parts)
    {
        string[] sorted = [.. parts];
        Array.Sort(sorted, StringComparer.Ordinal);
        // SHA-1 is WeChat's choice; the token in it is what makes it a secret.
#pragma warning disable CA5350
        return Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(string.Concat(sorted))));
#pragma warning restore CA5350
    }

    /// <summary>Compares in constant time.</summary>
    public static bool Matches(string? given, params ReadOnlySpan<string> parts)
    {
        if (given is not { Length: Length }) return false;
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.ASCII.GetBytes(Of(parts)));
    }
}
