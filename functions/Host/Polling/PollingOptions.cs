using System.Globalization;
using IntakeBot.Casework.Petitions;
using IntakeBot.Functions.Declarations;
using IntakeBot.Functions.StartUp;

namespace IntakeBot.Functions.Polling;

/// <summary>
/// Settings of the mode without a Functions host; what is not given comes from host.json. <c>Polling:MaxInterval</c>,
/// <c>Polling:PoisonInterval</c>, <c>Polling:MessageLock</c>, <c>Polling:Grace</c> as durations (<c>00:00:00.2</c>).
/// </summary>
/// <param name="ConnectionString"><c>Queue:ConnectionString</c>, else <c>AzureWebJobsStorage</c>.</param>
/// <param name="MaxInterval">Longest pause between two looks at an empty queue of petitions.</param>
/// <param name="PoisonInterval">The same for the poison queue, where nobody waits.</param>
/// <param name="MessageLock">
/// How long a message stays hidden while it is handled, renewed at half-time. Short, because it is also how long a message
/// rests whose process was killed.
/// </param>
/// <param name="Grace">How long work in hand may take to finish after SIGTERM.</param>
internal sealed record PollingOptions(string ConnectionString, TimeSpan MaxInterval, TimeSpan PoisonInterval, TimeSpan MessageLock, TimeSpan Grace)
{
    private static readonly TimeSpan LongestIdle = TimeSpan.FromMilliseconds(200);

    /// <exception cref="SettingException">There is no usable connection string, or a value is no duration.</exception>
    public static PollingOptions From(IConfiguration configuration, HostFile host)
    {
        var connection = configuration["Queue:ConnectionString"] is { Length: > 0 } own ? own : configuration["AzureWebJobsStorage"];
        if (string.IsNullOrWhiteSpace(connection))
            throw new SettingException("No queue is set: give Queue:ConnectionString or AzureWebJobsStorage (a storage connection string).");
        QueueAccess.Open(connection, QueueNames.Petitions);
        return new PollingOptions(
            connection,
            Duration(configuration, "Polling:MaxInterval", host.MaxPollingInterval < LongestIdle ? host.MaxPollingInterval : LongestIdle),
            Duration(configuration, "Polling:PoisonInterval", TimeSpan.FromSeconds(5)),
            Duration(configuration, "Polling:MessageLock", TimeSpan.FromSeconds(20)),
            Duration(configuration, "Polling:Grace", TimeSpan.FromSeconds(20)));
    }

    private static TimeSpan Duration(IConfiguration configuration, string key, TimeSpan otherwise)
    {
        if (configuration[key] is not { Length: > 0 } text) return otherwise;
        return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span) && span > TimeSpan.Zero
            ? span
            : throw new SettingException($"{key} is \"{text}\"; it must be a duration such as 00:00:00.2");
    }
}
