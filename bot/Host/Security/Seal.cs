using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using IntakeBot.Casework.Store;

namespace IntakeBot.Host.Security;

/// <summary>
/// Encryption at rest of whatever residents say: AES-256-GCM with keys that Data Protection keeps (envelope encryption),
/// because Data Protection itself costs a multiple of it on every turn. Layout: key number, nonce (12), tag (16), cipher text.
/// </summary>
internal sealed class Seal(ServerKeys keys) : IPersonalDataProtector
{
    private const int Nonce = 12;
    private const int Tag = 16;
    private const int MarkBytes = 16;
    private const int Overhead = 1 + Nonce + Tag;
    // An AesGcm must not be used by two threads at once: they are borrowed.
    private readonly ConcurrentDictionary<byte, ConcurrentBag<AesGcm>> _idle = new();
    private readonly Lazy<Dictionary<byte, byte[]>> _keys = new(() => keys.Seals.ToDictionary());
    private byte _current;

    public byte[] Close(ReadOnlySpan<byte> plain)
    {
        var output = new byte[Overhead + plain.Length];
        var number = Current;
        output[0] = number;
        var nonce = output.AsSpan(1, Nonce);
        RandomNumberGenerator.Fill(nonce);
        var cipher = Borrow(number)!;
        cipher.Encrypt(nonce, plain, output.AsSpan(Overhead), output.AsSpan(1 + Nonce, Tag));
        _idle[number].Add(cipher);
        return output;
    }

    /// <returns>null when it was changed, or its key is gone.</returns>
    public byte[]? Open(ReadOnlySpan<byte> closed)
    {
        if (closed.Length < Overhead || Borrow(closed[0]) is not { } cipher) return null;
        var plain = new byte[closed.Length - Overhead];
        try
        {
            cipher.Decrypt(closed.Slice(1, Nonce), closed[Overhead..], closed.Slice(1 + Nonce, Tag), plain);
            return plain;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
        finally
        {
            _idle[closed[0]].Add(cipher);
        }
    }

    public string Protect(string text) => Convert.ToBase64String(Close(Encoding.UTF8.GetBytes(text)));

    public string? Unprotect(string text)
    {
        var closed = new byte[text.Length];
        return Convert.TryFromBase64String(text, closed, out var length) && Open(closed.AsSpan(0, length)) is { } plain
            ? Encoding.UTF8.GetString(plain)
            : null;
    }

    public string Mark(string text) => Base64Url.EncodeToString(HMACSHA256.HashData(keys.Marks, Encoding.UTF8.GetBytes(text)).AsSpan(0, MarkBytes));

    private byte Current => _current != 0 ? _current : _current = _keys.Value.Keys.Max();

    private AesGcm? Borrow(byte number)
    {
        if (!_keys.Value.TryGetValue(number, out var key)) return null;
        return _idle.GetOrAdd(number, static _ => []).TryTake(out var cipher) ? cipher : new AesGcm(key, Tag);
    }
}
