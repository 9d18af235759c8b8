using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using IntakeBot.Host.Security;

namespace IntakeBot.Host.Links;

/// <summary>
/// What a QR poster holds: <c>TW-000123.k8JY0aB1cD2eFg</c>, the building's code and ten bytes of HMAC-SHA256 over it, so that
/// nobody can send residents' matters to a door of his choice by guessing. At most 32 characters.
/// </summary>
internal sealed class SignedCodes(ServerKeys keys)
{
    private const int Longest = 32;
    private const int SignatureBytes = 10;

    public string Sign(string building) => $"{building}.{Base64Url.EncodeToString(Signature(building))}";

    /// <summary>The building's code, or null for anything that was not signed here.</summary>
    public string? Open(string? signed)
    {
        if (signed is null || signed.Length > Longest) return null;
        var dot = signed.LastIndexOf('.');
        if (dot < 1) return null;
        Span<byte> given = stackalloc byte[Longest];
        if (!Base64Url.IsValid(signed.AsSpan(dot + 1)) || !Base64Url.TryDecodeFromChars(signed.AsSpan(dot + 1), given, out var length)) return null;
        var building = signed[..dot];
        return CryptographicOperations.FixedTimeEquals(given[..length], Signature(building)) ? building : null;
    }

    private byte[] Signature(string building) => HMACSHA256.HashData(keys.Codes, Encoding.UTF8.GetBytes("building/" + building))[..SignatureBytes];
}
