using System.Text;
using IntakeBot.Host.WeChat.Wire;

namespace IntakeBot.Host.Tests.WeChat;

public sealed class XmlTests
{
    private const string Message =
        "<xml><ToUserName><![CDATA[gh_1]]></ToUserName><FromUserName><![CDATA[oUser]]></FromUserName><CreateTime>1714037059</CreateTime>"
        + "<MsgType><![CDATA[text]]></MsgType><Content><![CDATA[房东不退押金 <b> & ]]></Content><MsgId>24123456789012345</MsgId></xml>";

    [Fact]
    public void A_message_is_read_with_its_number_kept_whole()
    {
        var message = Read(Message)!;
        (message.ToUserName, message.FromUserName, message.CreateTime, message.MsgType).ShouldBe(("gh_1", "oUser", 1714037059, "text"));
        message.MsgId.ShouldBe("24123456789012345");
        message["Content"].ShouldBe("房东不退押金 <b> & ");
        message["Nothing"].ShouldBe("");
        message.Key.ShouldBe("wechat/24123456789012345");
    }

    [Fact]
    public void An_event_is_known_by_who_when_and_what()
    {
        var scan = Read("<xml><ToUserName>a</ToUserName><FromUserName>b</FromUserName><CreateTime>5</CreateTime><MsgType>event</MsgType><Event>SCAN</Event><EventKey>TW-1.abc</EventKey></xml>")!;
        (scan.IsEvent, scan.Event, scan.MsgId, scan.Key).ShouldBe((true, "SCAN", null, "wechat/5/SCAN/TW-1.abc"));
        scan.Key.ShouldNotContain("/b");
    }

    [Fact]
    public void What_lies_in_a_list_is_found_by_its_outer_name()
    {
        var members = InboundXml.Read(Bytes("<xml><SubscribeMsgPopupEvent><List><TemplateId>T1</TemplateId><SubscribeStatusString>accept</SubscribeStatusString></List></SubscribeMsgPopupEvent></xml>"))!;
        members["SubscribeMsgPopupEvent/TemplateId"].ShouldBe("T1");
        members["SubscribeMsgPopupEvent/SubscribeStatusString"].ShouldBe("accept");
    }

    public static TheoryData<string> Broken => new(
        "", " ", "text", "<xml>", "<xml></xm>", "<a/>", "<html><xml/></html>", "\0",
        "<!DOCTYPE xml [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><xml><Content>&e;</Content></xml>",
        "<!DOCTYPE xml [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]><xml>&b;</xml>",
        "<xml>&unknown;</xml>",
        string.Concat(Enumerable.Repeat("<xml>", 10_000)),
        "<xml>" + string.Concat(Enumerable.Range(0, 1000).Select(i => $"<m{i}>1</m{i}>")) + "</xml>",
        "<xml><a>" + new string('x', 300_000) + "</a></xml>");

    [Theory, MemberData(nameof(Broken))]
    public void What_is_no_message_is_refused_without_an_exception(string body) => InboundXml.Read(Bytes(body)).ShouldBeNull();

    [Fact]
    public void Broken_utf8_and_a_claimed_encoding_change_nothing()
    {
        InboundXml.Read([.. "<xml><a>"u8, 0xC3, 0x28, .. "</a></xml>"u8]).ShouldBeNull();
        InboundXml.Read(Bytes("<?xml version=\"1.0\" encoding=\"gb2312\"?><xml><a>房</a></xml>"))!["a"].ShouldBe("房");
    }

    [Theory]
    [InlineData("<xml/>")]
    [InlineData("<xml><FromUserName>b</FromUserName><CreateTime>5</CreateTime><MsgType>text</MsgType><MsgId>1</MsgId></xml>")]
    [InlineData("<xml><ToUserName>a</ToUserName><FromUserName>b</FromUserName><CreateTime>5</CreateTime><MsgType>text</MsgType></xml>")]
    [InlineData("<xml><ToUserName>a</ToUserName><FromUserName>b</FromUserName><CreateTime>-5</CreateTime><MsgType>text</MsgType><MsgId>1</MsgId></xml>")]
    [InlineData("<xml><ToUserName>a</ToUserName><FromUserName>b</FromUserName><CreateTime>99999999999999999999</CreateTime><MsgType>text</MsgType><MsgId>1</MsgId></xml>")]
    public void What_lacks_a_member_is_no_message(string body) => Read(body).ShouldBeNull();

    [Fact]
    public void An_answer_swaps_the_sides_counts_in_seconds_and_is_always_xml()
    {
        var reply = ReplyXml.Text(Read(Message)!, "一]]>二<b>\u0007\uD800三\n四\U0001F3E0", DateTimeOffset.FromUnixTimeMilliseconds(1714037061500));
        var read = InboundXml.Read(reply)!;
        (read["ToUserName"], read["FromUserName"], read["CreateTime"], read["MsgType"]).ShouldBe(("oUser", "gh_1", "1714037061", "text"));
        read["Content"].ShouldBe("一]]>二<b>\uFFFD三\n四\U0001F3E0");
    }

    private static InboundMessage? Read(string body) => InboundXml.Read(Bytes(body)) is { } members ? InboundMessage.Of(members) : null;
    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
