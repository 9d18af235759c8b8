using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using IntakeBot.Host.WeChat.Wire;

namespace IntakeBot.Host.Tests.WeChat;

/// <summary>Signature and encryption against the published vectors, two foreign implementations and everything that must be refused.</summary>
public sealed class MessageCipherTests
{
    private const string Token = "AAAAA", Timestamp = "1714037059", Nonce = "486452656";
    private const string Key = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
    private const string OtherKey = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopq";
    private const string AppId = "wx1234567890abcdef";
    private const string Xml = "<xml><Content><![CDATA[房东不退押金]]></Content></xml>";
    private const string Encrypted =
        "Q3stYC6hdFzMh9T8HCvyDHvz2M2nsGwphUDnSupu368SX4L/AoEOr+MBloqwtENQNqZ2TtbpeW1twus/fPu4HzgvlZ6GS/i3RJPAJBHRTkOQD+VBXUhZ6tpRKWDskQBNF4bWBCtfPFVzo71gx83bZizZX1obfgd2SWhhqOQ8WyQ=";

    [Fact]
    public void The_signature_of_the_address_is_that_of_the_document()
    {
        Signature.Of(Token, Timestamp, Nonce).ShouldBe("899cf89e464efb63f54ddac96b0a0a235f53aa78");
        Signature.Of(Nonce, Token, Timestamp).ShouldBe("899cf89e464efb63f54ddac96b0a0a235f53aa78");
        Signature.Of(Token, Timestamp, Nonce, Encrypted).ShouldBe("7f27b21d62d4de4d0e04b16faa8686862c55d00c");
    }

    [Theory]
    [InlineData("899cf89e464efb63f54ddac96b0a0a235f53aa78", true)]
    [InlineData("899cf89e464efb63f54ddac96b0a0a235f53aa79", false)]
    [InlineData("899CF89E464EFB63F54DDAC96B0A0A235F53AA78", false)]
    [InlineData("899cf89e464efb63f54ddac96b0a0a235f53aa7", false)]
    [InlineData("八99cf89e464efb63f54ddac96b0a0a235f53aa7", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Only_the_very_signature_matches(string? given, bool matches) => Signature.Matches(given, Token, Timestamp, Nonce).ShouldBe(matches);

    [Fact]
    public void The_vector_opens()
    {
        Convert.ToHexStringLower(MessageCipher.KeyOf(Key)).ShouldBe("69b71d79f8218a39259a7a29aabb2dbafc31cb3d35db7e39ebbf3d0010831051");
        var opened = new MessageCipher(AppId, Key).Open(Encrypted)!;
        Encoding.UTF8.GetString(opened.Text).ShouldBe(Xml);
        opened.Key.ShouldBe(0);
    }

    [Fact]
    public void The_key_before_still_opens_and_is_told_so_that_the_answer_uses_it_too()
    {
        var changed = new MessageCipher(AppId, OtherKey, Key);
        changed.Open(Encrypted)!.Key.ShouldBe(1);
        new MessageCipher(AppId, Key).Open(changed.Close("x"u8, 1)).ShouldNotBeNull();
        new MessageCipher(AppId, OtherKey).Open(changed.Close("x"u8, 1)).ShouldBeNull();
    }

    [Fact]
    public void Every_length_of_padding_opens()
    {
        var cipher = new MessageCipher(AppId, Key);
        var paddings = new HashSet<int>();
        for (var length = 0; length < 64; length++)
        {
            var text = Encoding.UTF8.GetBytes(new string('x', length));
            var closed = cipher.Close(text, 0);
            cipher.Open(closed)!.Text.ShouldBe(text);
            paddings.Add(Plain(closed)[^1]);
        }

        paddings.Order().ShouldBe(Enumerable.Range(1, 32));
    }

    [Fact]
    public void A_message_for_another_account_is_refused_even_with_our_key()
    {
        new MessageCipher("wx1234567890abcdeX", Key).Open(Encrypted).ShouldBeNull();
        new MessageCipher("wx1234567890abcde", Key).Open(Encrypted).ShouldBeNull();
        new MessageCipher(AppId + "0", Key).Open(Encrypted).ShouldBeNull();
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    [InlineData(int.MaxValue)]
    [InlineData(1000)]
    [InlineData(0)]
    public void A_length_that_is_not_the_texts_is_refused(int length)
    {
        var plain = Plain(Encrypted);
        BinaryPrimitives.WriteInt32BigEndian(plain.AsSpan(16), length);
        new MessageCipher(AppId, Key).Open(Sealed(plain)).ShouldBeNull();
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(33, 1)]
    [InlineData(255, 1)]
    [InlineData(30, 2)]
    public void A_padding_that_is_none_is_refused(byte value, int at)
    {
        var plain = Plain(Encrypted);
        plain[^at] = at == 1 ? value : (byte)(value - 1);
        new MessageCipher(AppId, Key).Open(Sealed(plain)).ShouldBeNull();
    }

    [Fact]
    public void Nothing_but_padding_is_refused() => new MessageCipher(AppId, Key).Open(Sealed([.. Enumerable.Repeat((byte)32, 32)])).ShouldBeNull();

    [Fact]
    public void A_flipped_byte_is_always_told_by_the_signature()
    {
        var cipher = new MessageCipher(AppId, Key);
        var bytes = Convert.FromBase64String(Encrypted);
        for (var i = 0; i < bytes.Length; i++)
        {
            var flipped = (byte[])bytes.Clone();
            flipped[i] ^= 0x40;
            var text = Convert.ToBase64String(flipped);
            // CBC has no integrity of its own: that is what msg_signature is for.
            Signature.Matches("7f27b21d62d4de4d0e04b16faa8686862c55d00c", Token, Timestamp, Nonce, text).ShouldBeFalse();
            if (cipher.Open(text) is { } opened) opened.Text.ShouldNotBe(Encoding.UTF8.GetBytes(Xml));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("====")]
    [InlineData("不是密文")]
    [InlineData("AAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA==")]
    public void What_is_no_cipher_text_is_refused(string text) => new MessageCipher(AppId, Key).Open(text).ShouldBeNull();

    [Theory]
    [InlineData("short")]
    [InlineData("abcdefghijklmnopqrstuvwxyz0123456789ABCDEF!")]
    [InlineData("abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGH")]
    public void What_is_no_key_is_no_key(string key) => Should.Throw<FormatException>(() => MessageCipher.KeyOf(key));

    [Fact]
    public async Task Two_foreign_implementations_read_what_we_write_and_we_read_what_they_write()
    {
        string[] texts = [.. Enumerable.Range(0, 40).Select(i => $"<xml><Content><![CDATA[房东不退押金🏠{new string('长', i)}]]></Content></xml>")];
        var cipher = new MessageCipher(AppId, Key);
        string[] ours = [Encrypted, .. texts.Select(text => cipher.Close(Encoding.UTF8.GetBytes(text), 0))];
        var peers = await CryptoPeers.AskAsync(Key, AppId, Token, texts, ours);
        peers.Keys.ShouldBe(["wechat-crypto", "@wecom/crypto"], ignoreOrder: true);
        foreach (var (name, peer) in peers)
        {
            peer.Signature.ShouldBe(Signature.Of(Token, Timestamp, Nonce, Encrypted), name);
            peer.Opened.Select(o => o.Message).ShouldBe([Xml, .. texts], name);
            peer.Opened.ShouldAllBe(o => o.Id == AppId, name);
            peer.Sealed.Select(text => Encoding.UTF8.GetString(cipher.Open(text)!.Text)).ShouldBe(texts, name);
        }
    }

    private static byte[] Plain(string encrypted)
    {
        using var aes = Aes.Create();
        aes.Key = MessageCipher.KeyOf(Key);
        return aes.DecryptCbc(Convert.FromBase64String(encrypted), aes.Key.AsSpan(0, 16), PaddingMode.None);
    }

    private static string Sealed(byte[] plain)
    {
        using var aes = Aes.Create();
        aes.Key = MessageCipher.KeyOf(Key);
        return Convert.ToBase64String(aes.EncryptCbc(plain, aes.Key.AsSpan(0, 16), PaddingMode.None));
    }
}
