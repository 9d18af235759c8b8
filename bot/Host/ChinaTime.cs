namespace IntakeBot.Host;

/// <summary>China keeps +08:00 all year, so no time zone data are needed.</summary>
internal static class ChinaTime
{
    public static readonly TimeSpan Offset = TimeSpan.FromHours(8);

    public static DateTimeOffset Of(DateTimeOffset moment) => moment.ToOffset(Offset);
}
