using System.Globalization;
using IntakeBot.Host.StartUp;

namespace IntakeBot.Host.Desk.SignIn;

/// <summary>When a session at the desk ends.</summary>
/// <param name="Idle">Without a key or a click, while not on duty.</param>
/// <param name="Longest">Whatever happens.</param>
internal sealed record SessionSettings(TimeSpan Idle, TimeSpan Longest)
{
    /// <summary>The cookie outlives the page's own clock by this, so that drafts can still be kept when a session ends.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMinutes(2);

    public static SessionSettings Of(IConfiguration configuration)
    {
        var settings = new SessionSettings(Time("Desk:SessionIdle", TimeSpan.FromMinutes(30)), Time("Desk:SessionLongest", TimeSpan.FromHours(12)));
        return settings.Idle <= settings.Longest ? settings : throw new SettingException("Desk:SessionIdle must not be longer than Desk:SessionLongest.");

        TimeSpan Time(string name, TimeSpan usual) => configuration[name] is not { Length: > 0 } text ? usual
            : TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var time) && time >= TimeSpan.FromSeconds(2) && time <= TimeSpan.FromDays(7) ? time
            : throw new SettingException($"{name} is '{text}'; it must be a time between 2 seconds and 7 days, such as 00:30:00.");
    }
}
