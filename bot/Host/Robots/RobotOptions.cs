namespace IntakeBot.Host.Robots;

/// <summary>Settings under <c>Robots</c>; the defaults suit everybody but tests.</summary>
internal sealed class RobotOptions
{
    /// <summary>Also robots on 127.0.0.1 may be named, over plain HTTP: for trying out, never in use.</summary>
    public bool AllowLoopback { get; set; }
    /// <summary>How long a robot belongs to the replica that is sending to it; longer than <see cref="Timeout"/>.</summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(30);
    /// <summary>The table is read this often; at once when a case came in this process.</summary>
    public TimeSpan Poll { get; set; } = TimeSpan.FromSeconds(1);
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);
    /// <summary>Pause after the first failure; doubled with each further one.</summary>
    public TimeSpan BackOff { get; set; } = TimeSpan.FromSeconds(2);
    public TimeSpan BackOffLimit { get; set; } = TimeSpan.FromMinutes(5);
    /// <summary>An emergency is tried again after this time at the latest, whatever the pause.</summary>
    public TimeSpan EmergencyBackOff { get; set; } = TimeSpan.FromSeconds(20);
    /// <summary>News that is older than this is told only if the case still waits for somebody; emergencies always.</summary>
    public TimeSpan StaleAfter { get; set; } = TimeSpan.FromMinutes(5);
    /// <summary>A robot that fails for so long is flagged at the desk.</summary>
    public TimeSpan FlagAfter { get; set; } = TimeSpan.FromMinutes(10);
}
