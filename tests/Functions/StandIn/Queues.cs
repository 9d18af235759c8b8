using System.Text;
using Azure;
using Azure.Storage.Queues;

namespace IntakeBot.Functions.Tests.StandIn;

internal static class Queues
{
    /// <summary>Sends and receives the encoded text as it is.</summary>
    public static QueueClient Raw(string connection, string name) =>
        new(connection, name, new QueueClientOptions(QueueClientOptions.ServiceVersion.V2025_11_05) { MessageEncoding = QueueMessageEncoding.None });

    /// <summary>As the bot sends.</summary>
    public static async Task SendAsync(this QueueClient raw, string text) => await raw.SendMessageAsync(Convert.ToBase64String(Encoding.UTF8.GetBytes(text)));

    public static async Task<int> LengthAsync(this QueueClient raw)
    {
        try
        {
            return (await raw.GetPropertiesAsync()).Value.ApproximateMessagesCount;
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return 0;
        }
    }
}
