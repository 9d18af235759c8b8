using System.Text.Json;

namespace IntakeBot.Host.Robots;

/// <summary>WeCom group robot (developer.work.weixin.qq.com, document 91770): unsigned, the key in the address is the secret; 20 messages a minute.</summary>
internal sealed class WeComRobot : RobotProduct
{
    public override RobotKind Kind => RobotKind.WeCom;
    public override string Host => "qyapi.weixin.qq.com";
    public override string Path => "/cgi-bin/webhook/send";
    public override int MostBytes => 2048;
    public override bool Signed => false;

    public override object Body(string text, bool alarm, string? secret, DateTimeOffset now) =>
        new { msgtype = "text", text = new { content = text, mentioned_list = alarm ? (string[])["@all"] : [] } };

    public override RobotAnswer Read(JsonElement body) => Number(body, "errcode") switch
    {
        null => new(RobotEnd.Unreadable),
        0 => new(RobotEnd.Delivered),
        45009 and var code => new(RobotEnd.Rate, code),
        93000 and var code => new(RobotEnd.Unknown, code),
        { } code => new(RobotEnd.Refused, code),
    };
}
