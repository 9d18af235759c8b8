using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace IntakeBot.Host.Robots;

/// <summary>Feishu custom bot (open.feishu.cn, "custom bot guide"): time in seconds and signature in the body.</summary>
internal sealed class FeishuRobot : RobotProduct
{
    public override RobotKind Kind => RobotKind.Feishu;
    public override string Host => "open.feishu.cn";
    public override string Path => "/open-apis/bot/v2/hook/";
    public override int MostBytes => 6000;
    public override bool Signed => true;

    /// <summary>Key: time, line feed, secret; message: nothing. The other way round than DingTalk.</summary>
    public static string Sign(string secret, long seconds) =>
        Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{seconds}\n{secret}")), Array.Empty<byte>()));

    public override object Body(string text, bool alarm, string? secret, DateTimeOffset now)
    {
        var content = new { text = alarm ? $"<at user_id=\"all\"></at>{text}" : text };
        if (secret is null) return new { msg_type = "text", content };
        var time = now.ToUnixTimeSeconds();
        return new { timestamp = time.ToString(CultureInfo.InvariantCulture), sign = Sign(secret, time), msg_type = "text", content };
    }

    // Newer answers have code, older ones StatusCode, successful ones often both.
    public override RobotAnswer Read(JsonElement body) => (Number(body, "code") ?? Number(body, "StatusCode")) switch
    {
        null => new(RobotEnd.Unreadable),
        0 => new(RobotEnd.Delivered),
        9499 or 11232 => new(RobotEnd.Rate, Number(body, "code") ?? Number(body, "StatusCode")!.Value),
        19021 and var code => new(RobotEnd.Signature, code),
        19001 and var code => new(RobotEnd.Unknown, code),
        { } code => new(RobotEnd.Refused, code),
    };
}
