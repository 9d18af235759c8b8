using Azure.Storage.Queues;
using IntakeBot.Functions.StartUp;

namespace IntakeBot.Functions.Polling;

/// <summary>Opens queues.</summary>
internal static class QueueAccess
{
    /// <summary>
    /// The service version is pinned to one that every Azure region and Azurite know. Encoding is done in
    /// <see cref="MessageText"/>, so that a message in another encoding reaches the handler, which says what is wrong with it.
    /// Retrying is the business of <see cref="QueuePipelines"/> alone.
    /// </summary>
    /// <exception cref="SettingException">The connection string cannot be read.</exception>
    public static QueueClient Open(string connectionString, string queue)
    {
        var options = new QueueClientOptions(QueueClientOptions.ServiceVersion.V2025_11_05) { MessageEncoding = QueueMessageEncoding.None };
        options.Retry.MaxRetries = 0;
        options.Retry.NetworkTimeout = TimeSpan.FromSeconds(10);
        options.Diagnostics.IsLoggingEnabled = false;
        options.Diagnostics.IsDistributedTracingEnabled = false;
        try
        {
            return new QueueClient(connectionString, queue, options);
        }
        catch (Exception wrong) when (wrong is FormatException or ArgumentException)
        {
            throw new SettingException("The queue's connection string cannot be read.");
        }
    }
}
