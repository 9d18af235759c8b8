using System.Globalization;
using IntakeBot.Casework.Places;
using IntakeBot.Host.Tests.Running;
using IntakeBot.Host.Tests.WeChat;

namespace IntakeBot.Host.Tests.Channels.Playing;

/// <summary>On WeChat: encrypted XML, passive answers, options as numbered lines, places in GCJ-02.</summary>
internal sealed class WeChatPlayer(TestBot bot, WeChatWorld world) : ChannelPlayer(bot)
{
    private readonly WeChatResident _resident = new(world, bot);
    private string _last = "";
    private int _answers;
    private int _messages;

    public override string ConversationId => _resident.ConversationId;

    public override Task EnterAsync(string? code) => _resident.EventAsync("subscribe", code is null ? "" : "qrscene_" + code);

    public override Task SayAsync(string text) => _resident.SayAsync(text);

    // "2. 匿名" is answered with its number, and so is "7. 联系：…" of the summary for 改联系; what is only named, with its name.
    public override Task TapAsync(string title)
    {
        var line = _last.Split('\n').FirstOrDefault(l => l.EndsWith(". " + title, StringComparison.Ordinal) || l.Contains($". {title[1..]}：", StringComparison.Ordinal));
        if (line is null) _last.ShouldContain(title);
        return _resident.SayAsync(line is null ? title : line[..line.IndexOf('.', StringComparison.Ordinal)]);
    }

    public override Task SendPhotoAsync(string name, byte[] png)
    {
        var id = Guid.CreateVersion7().ToString("N");
        world.Api.Media[id] = ("image/png", png);
        return _resident.SendAsync($"<MsgType><![CDATA[image]]></MsgType><PicUrl><![CDATA[http://mmbiz.qpic.cn/x]]></PicUrl><MediaId><![CDATA[{id}]]></MediaId>");
    }

    public override Task SendPlaceAsync(double latitude, double longitude, string label)
    {
        var (lat, lon) = Datums.Convert(latitude, longitude, Datum.Wgs84, Datum.Gcj02);
        return _resident.SendAsync(string.Create(CultureInfo.InvariantCulture,
            $"<MsgType><![CDATA[location]]></MsgType><Location_X>{lat:F6}</Location_X><Location_Y>{lon:F6}</Location_Y><Scale>16</Scale><Label><![CDATA[{label}]]></Label>"));
    }

    public override Task<IReadOnlyList<string>> HearAsync()
    {
        List<string> heard;
        lock (_resident.Seen) heard = [.. _resident.Seen.Skip(_answers)];
        _answers += heard.Count;
        var pushed = world.Api.ShownTo(_resident.OpenId).Skip(_messages).ToList();
        _messages += pushed.Count;
        heard.AddRange(pushed);
        if (heard.Count > 0) _last = heard[^1];
        return Task.FromResult<IReadOnlyList<string>>(heard);
    }

    public override ValueTask DisposeAsync()
    {
        _resident.Dispose();
        return base.DisposeAsync();
    }
}
