using System.Text.Json;

namespace IntakeBot.Host.Robots;

/// <summary>How one product wants to be spoken to.</summary>
internal abstract class RobotProduct
{
    public abstract RobotKind Kind { get; }
    /// <summary>The only host that is called for it.</summary>
    public abstract string Host { get; }
    /// <summary>How the paths of its webhooks begin.</summary>
    public abstract string Path { get; }
    /// <summary>Most bytes of a text, in UTF-8.</summary>
    public abstract int MostBytes { get; }
    /// <summary>Messages are signed with a secret of the robot's own.</summary>
    public abstract bool Signed { get; }

    /// <summary>Where to post a message, with what the product wants to see in the address.</summary>
    public virtual Uri Target(Uri webhook, string? secret, DateTimeOffset now) => webhook;

    /// <param name="alarm">Everybody in the group is called.</param>
    public abstract object Body(string text, bool alarm, string? secret, DateTimeOffset now);

    public abstract RobotAnswer Read(JsonElement body);

    public static RobotProduct Of(RobotKind kind) => s_all[(int)kind];

    private static readonly RobotProduct[] s_all = [new WeComRobot(), new DingTalkRobot(), new FeishuRobot()];

    protected static int? Number(JsonElement body, string name) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : null;
}
