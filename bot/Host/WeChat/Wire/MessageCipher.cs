using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace IntakeBot.Host.WeChat.Wire;

/// <summary>
/// The encryption of WeChat's compatible and secure modes: AES-256-CBC over 16 random bytes, the length of the text (4 bytes, big-endian), the
/// text in UTF-8 and the AppId, padded to blocks of 32. The key of the account and, while it is being changed, the one before are both taken.
/// </summary>
internal sealed class MessageCipher
{
    private const int Block = 32;
    private const int Head = 20;
    private readonly byte[] _appId;
    private readonly byte[][] _keys;

    /// <param name="encodingKeys">EncodingAESKeys, the current one first.</param>
    /// <exception cref="FormatException">A key is not 43 characters of Base64.</exception>
    public MessageCipher(string appId, params ReadOnlySpan<string> encodingKeys)
    {
        _appId = Encoding.UTF8.GetBytes(appId);
        _keys = new byte[encodingKeys.Length][];
        for (var i = 0; i < _keys.Length; i++) _keys[i] = KeyOf(encodingKeys[i]);
    }

    /// <summary>32 bytes. Most keys end in bits that belong to no byte, which only the older decoder forgives.</summary>
    /// <exception cref="FormatException">It is no such key.</exception>
    public static byte[] KeyOf(string encodingKey) =>
        encodingKey.Length == 43 && Convert.FromBase64String(encodingKey + "=") is { Length: 32 } key ? key : throw new FormatException("An EncodingAESKey has 43 characters.");

    /// <returns>null: nothing that was encrypted for this account with one of its keys.</returns>
    public Decrypted? Open(string encrypted)
    {
        var buffer = new byte[encrypted.Length];
        if (!Convert.TryFromBase64String(encrypted, buffer, out var length) || length < Block || length % Block != 0) return null;
        for (var key = 0; key < _keys.Length; key++)
        {
            if (Open(buffer.AsSpan(0, length), _keys[key]) is { } text) return new(text, key);
        }

        return null;
    }

    /// <param name="key">Number of the key, as <see cref="Open(string)"/> told it: who wrote with the one before reads with the one before.</param>
    public string Close(ReadOnlySpan<byte> text, int key)
    {
        var length = Head + text.Length + _appId.Length;
        var padding = Block - (length % Block);
        var plain = new byte[length + padding];
        RandomNumberGenerator.Fill(plain.AsSpan(0, 16));
        BinaryPrimitives.WriteInt32BigEndian(plain.AsSpan(16), text.Length);
        text.CopyTo(plain.AsSpan(Head));
        _appId.CopyTo(plain.AsSpan(Head + text.Length));
        plain.AsSpan(length).Fill((byte)padding);
        using var aes = Aes.Create();
        aes.Key = _keys[key];
        return Convert.ToBase64String(aes.EncryptCbc(plain, _keys[key].AsSpan(0, 16), PaddingMode.None));
    }

    private byte[]? Open(ReadOnlySpan<byte> encrypted, byte[] key)
    {
        using var aes = Aes.Create();
        aes.Key = key;
        // .NET's own PKCS#7 knows blocks of 16 only and would refuse every second message.
        var plain = aes.DecryptCbc(encrypted, key.AsSpan(0, 16), PaddingMode.None).AsSpan();
        int padding = plain[^1];
        if (padding is 0 or > Block || plain[^padding..].ContainsAnyExcept((byte)padding)) return null;
        plain = plain[..^padding];
        if (plain.Length < Head) return null;
        var length = BinaryPrimitives.ReadInt32BigEndian(plain[16..]);
        if (length < 0 || length > plain.Length - Head) return null;
        // Without this anybody who knows the key of another account could write to this one.
        return CryptographicOperations.FixedTimeEquals(plain[(Head + length)..], _appId) ? plain.Slice(Head, length).ToArray() : null;
    }
}

/// <param name="Key">Number of the key that opened it.</param>
internal sealed record Decrypted(byte[] Text, int Key);
