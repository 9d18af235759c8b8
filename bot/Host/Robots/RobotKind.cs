namespace IntakeBot.Host.Robots;

/// <summary>The products whose group robots are spoken to.</summary>
internal enum RobotKind
{
    WeCom,
    DingTalk,
    Feishu,
}

internal static class RobotKinds
{
    public static string Code(this RobotKind kind) => kind.ToString().ToLowerInvariant();
}
