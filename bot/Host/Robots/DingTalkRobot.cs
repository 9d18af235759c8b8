using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace IntakeBot.Host.Robots;

/// <summary>DingTalk custom robot (open.dingtalk.com, "custom robot access"): time in milliseconds and signature in the address.</summary>
internal sealed class DingTalkRobot : RobotProduct
{
    public override RobotKind Kind => RobotKind.DingTalk;
    public override string Host => "oapi.dingtalk.com";
    public override string Path => "/robot/send";
    public override int MostBytes => 6000;
    public override bool Signed => true;

    /// <summary>Key: the secret; message: time, line feed, secret.</summary>
    /// <returns>Base64, not yet encoded for an address.</returns>
    public static string Sign(string secret, long milliseconds) => Convert.ToBase64String(HMACSHA256.HashData(
        Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{milliseconds}\n{secret}"))));

    public override Uri Target(Uri webhook, string? secret, DateTimeOffset now)
    {
        if (secret is null) return webhook;
        var time = now.ToUnixTimeMilliseconds();
        return new(string.Create(CultureInfo.InvariantCulture, $"{webhook.AbsoluteUri}{(webhook.Query.Length == 0 ? '?' : '&')}timestamp={time}&sign={Uri.EscapeDataString(Sign(secret, time))}"));
    }

    public override object Body(string text, bool alarm, string? secret, DateTimeOffset now) =>
        new { msgtype = "text", text = new { content = text }, at = new { isAtAll = alarm } };

    public override RobotAnswer Read(JsonElement body) => Number(body, "errcode") switch
    {
        null => new(RobotEnd.Unreadable),
        0 => new(RobotEnd.Delivered),
        130101 or 410100 => new(RobotEnd.Rate, Number(body, "errcode")!.Value),
        // Signature, keyword and address list share one number.
        310000 and var code => new(RobotEnd.Signature, code),
        300001 and var code => new(RobotEnd.Unknown, code),
        { } code => new(RobotEnd.Refused, code),
    };
}
