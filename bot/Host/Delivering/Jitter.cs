using System.Security.Cryptography;

namespace IntakeBot.Host.Delivering;

internal static class Jitter
{
    /// <summary>A fifth more or less, so that those who fail together do not come back together.</summary>
    public static TimeSpan On(TimeSpan delay) => delay * RandomNumberGenerator.GetInt32(80, 121) / 100;
}
