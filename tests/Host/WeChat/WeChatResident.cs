using System.Net;
using System.Security.Cryptography;
using System.Text;
using IntakeBot.Host.Channels;
using IntakeBot.Host.Conversations;
using IntakeBot.Host.Tests.Running;
using IntakeBot.Host.WeChat.Wire;

namespace IntakeBot.Host.Tests.WeChat;

/// <summary>What WeChat made of one message: how often it delivered it, what the last answer was, how long that took.</summary>
internal sealed record Delivered(HttpStatusCode Status, string Body, string? Text, TimeSpan Took, int Times);

/// <summary>
/// A resident on WeChat. Messages are signed, encrypted and delivered as WeChat does it: again after five seconds without an answer, three
/// times in all, and the answer of a call that was given up is seen by nobody.
/// </summary>
internal sealed class WeChatResident(WeChatWorld world, TestBot bot, string mode = "secure", string? key = null) : IDisposable
{
    private static long s_ids = 24_123_456_789_012_345;
    private readonly HttpClient _http = new() { BaseAddress = new(bot.Url) };
    private readonly MessageCipher _cipher = new(WeChatWorld.AppId, key ?? WeChatWorld.Key);

    public string OpenId { get; } = "oOPENID" + Convert.ToHexString(RandomNumberGenerator.GetBytes(10));
    public string ConversationId => bot.Get<ChannelDoor>().ConversationId("wechat", OpenId);
    /// <summary>Only this stand-in knows a shorter one.</summary>
    public TimeSpan GivesUpAfter { get; init; } = TimeSpan.FromSeconds(5);
    /// <summary>All that the resident sees: answers and customer-service messages.</summary>
    public List<string> Seen { get; } = [];

    public Task<Delivered> SayAsync(string text) => SendAsync($"<MsgType><![CDATA[text]]></MsgType><Content><![CDATA[{text}]]></Content>");

    public Task<Delivered> SendAsync(string members) => DeliverAsync(Message($"{members}<MsgId>{Interlocked.Increment(ref s_ids)}</MsgId>", wrote: true));

    public Task<Delivered> EventAsync(string name, string eventKey = "", string members = "") =>
        DeliverAsync(Message($"<MsgType><![CDATA[event]]></MsgType><Event><![CDATA[{name}]]></Event><EventKey><![CDATA[{eventKey}]]></EventKey>{members}", wrote: false));

    public string Message(string members, bool wrote)
    {
        if (wrote) world.Api.Wrote(OpenId);
        else if (members.Contains("SCAN", StringComparison.Ordinal) || members.Contains("CLICK", StringComparison.Ordinal) || members.Contains("[subscribe]", StringComparison.Ordinal)) world.Api.Came(OpenId);
        return $"<xml><ToUserName><![CDATA[gh_account]]></ToUserName><FromUserName><![CDATA[{OpenId}]]></FromUserName><CreateTime>{TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()}</CreateTime>{members}</xml>";
    }

    public async Task<Delivered> DeliverAsync(string xml)
    {
        for (var times = 1; ; times++)
        {
            var began = TimeProvider.System.GetTimestamp();
            using var limit = new CancellationTokenSource(GivesUpAfter);
            try
            {
                var (status, body, text) = await PostAsync(xml, limit.Token);
                if (text is not null) lock (Seen) Seen.Add(text);
                return new(status, body, text, TimeProvider.System.GetElapsedTime(began), times);
            }
            catch (OperationCanceledException) when (times < 3)
            {
                // Again.
            }
        }
    }

    /// <summary>One call with somebody else's message.</summary>
    public async Task<(HttpStatusCode Status, string Body, string? Text)> PostRawAsync(string xml)
    {
        using var answer = await _http.PostAsync(Address(xml, out var body), new StringContent(body, Encoding.UTF8, "text/xml"));
        var said = await answer.Content.ReadAsStringAsync();
        return (answer.StatusCode, said, said == "success" ? null : said);
    }

    /// <summary>One call, whatever becomes of it.</summary>
    public async Task<(HttpStatusCode Status, string Body, string? Text)> PostAsync(string xml, CancellationToken cancellation = default)
    {
        using var answer = await _http.PostAsync(Address(xml, out var body), new StringContent(body, Encoding.UTF8, "text/xml"), cancellation);
        var said = await answer.Content.ReadAsStringAsync(cancellation);
        return (answer.StatusCode, said, Text(said));
    }

    private string Address(string xml, out string body)
    {
        var timestamp = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds().ToString();
        var nonce = RandomNumberGenerator.GetString("0123456789", 9);
        var address = $"/wechat?signature={Signature.Of(WeChatWorld.Token, timestamp, nonce)}&timestamp={timestamp}&nonce={nonce}&openid={OpenId}";
        body = xml;
        if (mode == "plain") return address;
        var encrypted = _cipher.Close(Encoding.UTF8.GetBytes(xml), 0);
        var clear = mode == "compatible" ? xml["<xml>".Length..^"</xml>".Length] : "<ToUserName><![CDATA[gh_account]]></ToUserName>";
        body = $"<xml>{clear}<Encrypt><![CDATA[{encrypted}]]></Encrypt></xml>";
        return $"{address}&encrypt_type=aes&msg_signature={Signature.Of(WeChatWorld.Token, timestamp, nonce, encrypted)}";
    }

    // As WeChat reads it: with its own eyes on the signature, the account and who it is for.
    private string? Text(string said)
    {
        if (InboundXml.Read(Encoding.UTF8.GetBytes(said)) is not { } reply) return null;
        if (mode != "plain")
        {
            Signature.Matches(reply["MsgSignature"], WeChatWorld.Token, reply["TimeStamp"], reply["Nonce"], reply["Encrypt"]).ShouldBeTrue();
            reply = InboundXml.Read(_cipher.Open(reply["Encrypt"])!.Text)!;
        }

        reply["ToUserName"].ShouldBe(OpenId);
        reply["FromUserName"].ShouldBe("gh_account");
        reply["MsgType"].ShouldBe("text");
        Encoding.UTF8.GetByteCount(reply["Content"]).ShouldBeLessThanOrEqualTo(2048);
        (TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - long.Parse(reply["CreateTime"])).ShouldBeInRange(-5, 5);
        return reply["Content"];
    }

    public async Task<KnownConversation?> KnownAsync() => await bot.Get<LiveConversations>().KnowAsync(bot.Get<LiveConversations>().Get(ConversationId), default);

    public async Task<IReadOnlyList<Dialogue.Activities.Activity>> TranscriptAsync() =>
        (await bot.Get<StaffMessages>().ReadAsync(ConversationId, 0))?.Activities ?? [];

    /// <summary>Tells a whole matter until the receipt is there.</summary>
    public async Task<string> FinishAsync(string matter = "房东不退我3000块押金,上周三退的房")
    {
        await SayAsync(matter);
        for (var turn = 0; turn < 12; turn++)
        {
            var state = (await KnownAsync())!.State!;
            if (state.Sent is { Receipt: { Length: > 0 } receipt }) return receipt;
            await SayAsync(state.Question?.Asking switch
            {
                "contact" => "匿名",
                "confirm" => "发送",
                "where" => "就在这栋",
                "detail" => "502",
                "when" or "since" => "上周三",
                "category" => "1",
                _ => "跳过",
            });
        }

        throw new InvalidOperationException("No receipt after twelve turns; seen last: " + Seen.LastOrDefault());
    }

    public void Dispose() => _http.Dispose();
}
