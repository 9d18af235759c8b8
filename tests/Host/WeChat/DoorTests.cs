using System.Net;
using System.Text;
using IntakeBot.Host.Store;
using IntakeBot.Host.Tests.Running;
using IntakeBot.Host.WeChat.Wire;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Host.Tests.WeChat;

/// <summary>The address itself: who is let in, and that nothing whatever brings it down.</summary>
public sealed class DoorTests
{
    [Fact]
    public async Task Where_no_account_is_set_up_there_is_no_address()
    {
        await using var bot = await TestBot.StartAsync(Bots.Sqlite);
        (await bot.Http.GetAsync("/wechat?echostr=1")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await bot.Http.PostAsync("/wechat", new StringContent("<xml/>"))).StatusCode.ShouldBeOneOf(HttpStatusCode.NotFound, HttpStatusCode.MethodNotAllowed);
    }

    [Theory]
    [InlineData("/wechat")]
    [InlineData("/wechat/")]
    public async Task Verification_answers_the_echo_alone_and_never_redirects(string path)
    {
        await using var world = await WeChatWorld.StartAsync();
        await using var bot = await world.BotAsync(Bots.Sqlite);
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new(bot.Url) };
        using var good = await http.GetAsync($"{path}?{Signed(Now)}&echostr=5927782489442352469");
        (good.StatusCode, await good.Content.ReadAsStringAsync()).ShouldBe((HttpStatusCode.OK, "5927782489442352469"));
        good.Content.Headers.ContentType!.MediaType.ShouldBe("text/plain");
        foreach (var query in (string[])[
            "", "echostr=1", Signed(Now) + "0&echostr=1", Signed(Now, "Other") + "&echostr=1", Signed(Now), Signed(Now - 301) + "&echostr=1", Signed(Now + 301) + "&echostr=1",
            Signed(Now) + "&signature=x&echostr=1", Signed(Now) + "&echostr=" + new string('1', 300), "signature=&timestamp=&nonce=&echostr=1"])
        {
            using var bad = await http.GetAsync($"{path}?{query}");
            (bad.StatusCode, await bad.Content.ReadAsStringAsync()).ShouldBe((HttpStatusCode.Forbidden, ""), query);
        }

        using var put = await http.PutAsync(path, new StringContent(""));
        put.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
    }

    [Fact]
    public async Task A_wrong_signature_is_refused_and_touches_nothing()
    {
        await using var world = await WeChatWorld.StartAsync();
        await using var bot = await world.BotAsync(Bots.Sqlite);
        using var resident = new WeChatResident(world, bot);
        var xml = resident.Message("<MsgType>text</MsgType><Content>你好</Content><MsgId>1</MsgId>", wrote: true);
        var cipher = new MessageCipher(WeChatWorld.AppId, WeChatWorld.Key);
        var encrypted = cipher.Close(Encoding.UTF8.GetBytes(xml), 0);
        var now = Now.ToString();
        string Body(string text) => $"<xml><Encrypt>{text}</Encrypt></xml>";
        string Query(string timestamp, string text, string token = WeChatWorld.Token) =>
            $"timestamp={timestamp}&nonce=123&encrypt_type=aes&signature={Signature.Of(token, timestamp, "123")}&msg_signature={Signature.Of(token, timestamp, "123", text)}";

        (string Query, string Body, string Why)[] bad =
        [
            ("", Body(encrypted), "nothing"),
            (Query(now, encrypted, "Other"), Body(encrypted), "another token"),
            (Query(now, encrypted), Body(cipher.Close(Encoding.UTF8.GetBytes(xml), 0)), "another body"),
            (Query(now, encrypted).Replace("msg_signature", "x_signature", StringComparison.Ordinal), Body(encrypted), "signed as plain only"),
            (Query((Now - 400).ToString(), encrypted), Body(encrypted), "old"),
            (Query((Now + 400).ToString(), encrypted), Body(encrypted), "from the future"),
            (Query("", encrypted), Body(encrypted), "no time"),
            (Query(now, encrypted).Replace("aes", "des", StringComparison.Ordinal), Body(encrypted), "unknown encryption"),
            (Query(now, encrypted) + "&encrypt_type=raw", Body(encrypted), "two encryptions"),
            ($"signature={Signature.Of(WeChatWorld.Token, now, "123")}&timestamp={now}&nonce=123", xml, "plain although secure is set up"),
            ($"signature={Signature.Of(WeChatWorld.Token, now, "123")}&timestamp={now}&nonce=123&encrypt_type=raw", xml, "raw although secure is set up"),
            (Query(now, "xx"), Body("xx"), "no cipher text"),
            (Query(now, ""), "<xml><Encrypt></Encrypt></xml>", "empty"),
            (Query(now, encrypted), "<!DOCTYPE a><xml><Encrypt>" + encrypted + "</Encrypt></xml>", "a document type"),
            (Query(now, encrypted), "", "no body"),
        ];
        var foreign = new MessageCipher("wx0000000000000000", WeChatWorld.Key).Close(Encoding.UTF8.GetBytes(xml), 0);
        foreach (var (query, body, why) in (IEnumerable<(string, string, string)>)[.. bad, (Query(now, foreign), Body(foreign), "another account")])
        {
            using var answer = await bot.Http.PostAsync("/wechat?" + query, new StringContent(body));
            (answer.StatusCode, await answer.Content.ReadAsStringAsync()).ShouldBe((HttpStatusCode.Forbidden, ""), why);
        }

        await using (var db = bot.Get<HostDbFactory>().CreateDbContext())
        {
            (await db.Conversations.CountAsync()).ShouldBe(0);
            (await db.WeChatFollowers.CountAsync()).ShouldBe(0);
        }

        world.Api.TokenCalls.ShouldBe(0);
        // The same, signed: so it was the signature that was looked at.
        using var good = await bot.Http.PostAsync("/wechat?" + Query(now, encrypted), new StringContent(Body(encrypted)));
        good.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await resident.KnownAsync()).ShouldNotBeNull();
    }

    [Fact]
    public async Task In_plain_mode_a_signature_goes_with_one_body_only()
    {
        await using var world = await WeChatWorld.StartAsync();
        await using var bot = await world.BotAsync(Bots.Sqlite, "--WeChat:Mode=plain");
        using var resident = new WeChatResident(world, bot, "plain");
        (await resident.SayAsync("你好")).Text.ShouldNotBeNull();
        var query = Signed(Now);
        var first = resident.Message("<MsgType>text</MsgType><Content>第一句,房东不退押金</Content><MsgId>77</MsgId>", wrote: true);
        (await bot.Http.PostAsync("/wechat?" + query, new StringContent(first))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await bot.Http.PostAsync("/wechat?" + query, new StringContent(first))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await bot.Http.PostAsync("/wechat?" + query, new StringContent(first.Replace("第一句", "第二句", StringComparison.Ordinal)))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await resident.TranscriptAsync()).Count(a => a.Text?.Contains("押金", StringComparison.Ordinal) == true && a.From!.Role == "user").ShouldBe(1);
        // Encrypted ones are for another mode.
        using var encrypting = new WeChatResident(world, bot);
        (await encrypting.SayAsync("你好")).Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Compatible_mode_trusts_only_what_is_protected_and_takes_plain_messages_too()
    {
        await using var world = await WeChatWorld.StartAsync();
        await using var bot = await world.BotAsync(Bots.Sqlite, "--WeChat:Mode=compatible");
        using var resident = new WeChatResident(world, bot, "compatible");
        (await resident.SayAsync("你好")).Text.ShouldNotBeNull();
        using var plain = new WeChatResident(world, bot, "plain");
        (await plain.SayAsync("你好")).Text.ShouldNotBeNull();

        var encrypted = new MessageCipher(WeChatWorld.AppId, WeChatWorld.Key).Close(
            Encoding.UTF8.GetBytes(resident.Message("<MsgType>text</MsgType><Content>真的</Content><MsgId>5</MsgId>", wrote: true)), 0);
        var now = Now.ToString();
        var body = resident.Message($"<MsgType>text</MsgType><Content>假的</Content><MsgId>6</MsgId><Encrypt>{encrypted}</Encrypt>", wrote: false);
        (await bot.Http.PostAsync(
            $"/wechat?timestamp={now}&nonce=9&encrypt_type=aes&signature={Signature.Of(WeChatWorld.Token, now, "9")}&msg_signature={Signature.Of(WeChatWorld.Token, now, "9", encrypted)}",
            new StringContent(body))).StatusCode.ShouldBe(HttpStatusCode.OK);
        var said = (await resident.TranscriptAsync()).Where(a => a.From!.Role == "user").Select(a => a.Text).ToList();
        said.ShouldContain("真的");
        said.ShouldNotContain("假的");
    }

    [Fact]
    public async Task While_the_key_is_changed_the_one_before_still_works_and_is_answered_with()
    {
        await using var world = await WeChatWorld.StartAsync();
        const string next = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopq";
        await using var bot = await world.BotAsync(Bots.Sqlite, $"--WeChat:EncodingAesKey={next}", $"--WeChat:PreviousEncodingAesKey={WeChatWorld.Key}");
        using var before = new WeChatResident(world, bot);
        (await before.SayAsync("你好")).Text.ShouldNotBeNull();
        using var after = new WeChatResident(world, bot, key: next);
        (await after.SayAsync("你好")).Text.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_huge_body_is_refused_unread()
    {
        await using var world = await WeChatWorld.StartAsync();
        await using var bot = await world.BotAsync(Bots.Sqlite);
        var now = Now.ToString();
        using var answer = await bot.Http.PostAsync($"/wechat?timestamp={now}&nonce=9&encrypt_type=aes&msg_signature={new string('0', 40)}", new StringContent(new string('x', 1024 * 1024)));
        answer.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task Twelve_thousand_broken_deliveries_most_of_them_signed_do_not_bring_it_down()
    {
        await using var world = await WeChatWorld.StartAsync();
        await using var bot = await world.BotAsync(Bots.Sqlite);
        var cipher = new MessageCipher(WeChatWorld.AppId, WeChatWorld.Key);
        string[] whole =
        [
            "<MsgType>text</MsgType><Content><![CDATA[房东不退我3000块押金,上周三退的房]]></Content><MsgId>1</MsgId>",
            "<MsgType>voice</MsgType><MediaId>m</MediaId><Format>amr</Format><Recognition><![CDATA[楼上太吵]]></Recognition><MsgId>2</MsgId>",
            "<MsgType>location</MsgType><Location_X>22.74</Location_X><Location_Y>113.92</Location_Y><Scale>16</Scale><Label>塘尾</Label><MsgId>3</MsgId>",
            "<MsgType>event</MsgType><Event>subscribe</Event><EventKey>qrscene_TW-000123.k8JY0aB1cD2eFg</EventKey>",
            "<MsgType>event</MsgType><Event>subscribe_msg_popup_event</Event><SubscribeMsgPopupEvent><List><TemplateId>TEMPLATE-1</TemplateId><SubscribeStatusString>accept</SubscribeStatusString></List></SubscribeMsgPopupEvent>",
            "<MsgType>link</MsgType><Title>t</Title><Description>d</Description><Url>https://example.org</Url><MsgId>4</MsgId>",
        ];
        // Always the same mutations: a failure can be looked at again.
        var random = new Random(20261125);
        var statuses = new System.Collections.Concurrent.ConcurrentDictionary<HttpStatusCode, int>();
        var bodies = Enumerable.Range(0, 12_000).Select(i =>
        {
            var xml = Encoding.UTF8.GetBytes(
                $"<xml><ToUserName>gh</ToUserName><FromUserName>oFuzz{i % 500}</FromUserName><CreateTime>{1714037059 + i}</CreateTime>{whole[i % whole.Length]}</xml>");
            var inner = i % 3 == 0 ? xml : Mutated(xml, random);
            var encrypted = i % 4 == 1 ? Encoding.Latin1.GetString(Mutated(Encoding.Latin1.GetBytes(cipher.Close(inner, 0)), random)) : cipher.Close(inner, 0);
            var outer = Encoding.UTF8.GetBytes($"<xml><ToUserName>gh</ToUserName><Encrypt><![CDATA[{encrypted}]]></Encrypt></xml>");
            return (Encrypted: encrypted, Body: i % 5 == 2 ? Mutated(outer, random) : outer);
        }).ToList();
        await Parallel.ForEachAsync(bodies, new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (delivery, stop) =>
        {
            var now = Now.ToString();
            using var content = new ByteArrayContent(delivery.Body);
            using var answer = await bot.Http.PostAsync($"/wechat?timestamp={now}&nonce=1&encrypt_type=aes&msg_signature={Signature.Of(WeChatWorld.Token, now, "1", delivery.Encrypted)}", content, stop);
            statuses.AddOrUpdate(answer.StatusCode, 1, (_, n) => n + 1);
        });
        statuses.Keys.ShouldBeSubsetOf([HttpStatusCode.OK, HttpStatusCode.Forbidden]);
        statuses[HttpStatusCode.OK].ShouldBeGreaterThan(5000);
        statuses[HttpStatusCode.Forbidden].ShouldBeGreaterThan(2000);
        bot.Logs.Lines.ShouldAllBe(line => !line.StartsWith("Error", StringComparison.Ordinal) && !line.StartsWith("Critical", StringComparison.Ordinal));
        using var resident = new WeChatResident(world, bot);
        (await resident.SayAsync("你好")).Text.ShouldNotBeNull();
    }

    private static byte[] Mutated(byte[] bytes, Random random)
    {
        var list = bytes.ToList();
        for (var edits = random.Next(1, 8); edits > 0 && list.Count > 1; edits--)
        {
            var at = random.Next(list.Count);
            switch (random.Next(5))
            {
                case 0: list[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: list[at] = (byte)random.Next(256); break;
                case 2: list.RemoveRange(at, Math.Min(random.Next(1, 30), list.Count - at)); break;
                case 3: list.InsertRange(at, list.GetRange(at, Math.Min(random.Next(1, 60), list.Count - at))); break;
                default: list.InsertRange(at, "<a><![CDATA["u8.ToArray()); break;
            }
        }

        return [.. list];
    }

    private static long Now => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();

    private static string Signed(long timestamp, string token = WeChatWorld.Token) =>
        $"signature={Signature.Of(token, timestamp.ToString(), "486452656")}&timestamp={timestamp}&nonce=486452656";
}
