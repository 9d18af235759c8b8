using System.Text;
using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace IntakeBot.Functions.Tests.StandIn;

/// <summary>The queue trigger: takes, calls, deletes, releases, poisons.</summary>
internal sealed class QueueTrigger(HostJson.Declared function, HostJson host, string connection, Func<string, string, Task<bool>> invoke)
{
    /// <summary>The real host takes 10 minutes and renews at half-time; no test waits that long.</summary>
    private static readonly TimeSpan Lock = TimeSpan.FromMinutes(10);

    private readonly QueueClient queue = Queues.Raw(connection, function.Queue!);
    private readonly QueueClient? poison = function.Queue!.EndsWith("-poison", StringComparison.Ordinal) ? null : Queues.Raw(connection, function.Queue + "-poison");

    public async Task RunAsync(CancellationToken stopping)
    {
        var running = new HashSet<Task>();
        var idle = TimeSpan.Zero;
        while (!stopping.IsCancellationRequested)
        {
            running.RemoveWhere(t => t.IsCompletedSuccessfully);
            if (running.FirstOrDefault(t => t.IsFaulted) is { } faulted) await faulted;
            if (running.Count > host.NewBatchThreshold)
            {
                await Task.WhenAny(running);
                continue;
            }
            var batch = await TakeAsync();
            foreach (var message in batch) running.Add(DeliverAsync(message));
            idle = batch.Length > 0 ? TimeSpan.Zero : TimeSpan.FromMilliseconds(Math.Min(Math.Max(20, idle.TotalMilliseconds * 2), host.MaxPollingInterval.TotalMilliseconds));
            await Task.Delay(idle, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        await Task.WhenAll(running);
    }

    private async Task<QueueMessage[]> TakeAsync()
    {
        try
        {
            return (await queue.ReceiveMessagesAsync(host.BatchSize, Lock)).Value;
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return [];
        }
    }

    private async Task DeliverAsync(QueueMessage message)
    {
        var body = message.Body.ToString();
        if (TextOf(body) is not { } text)
        {
            // What is not Base64 cannot be bound, and is poison at once.
            await PoisonAsync(message);
            return;
        }
        if (poison is not null && message.DequeueCount > host.MaxDequeueCount)
        {
            await PoisonAsync(message);
            return;
        }
        if (await invoke(function.Name, InvocationBody.ForQueue(function.Name, function.Binding, message, text)))
            await queue.DeleteMessageAsync(message.MessageId, message.PopReceipt);
        else if (poison is not null && message.DequeueCount >= host.MaxDequeueCount)
            await PoisonAsync(message);
        else if (poison is not null)
            await queue.UpdateMessageAsync(message.MessageId, message.PopReceipt, visibilityTimeout: host.VisibilityTimeout);
    }

    private async Task PoisonAsync(QueueMessage message)
    {
        if (poison is null) return;
        await poison.CreateIfNotExistsAsync();
        var text = TextOf(message.Body.ToString()) is null ? Convert.ToBase64String(message.Body) : message.Body.ToString();
        await poison.SendMessageAsync(text);
        await queue.DeleteMessageAsync(message.MessageId, message.PopReceipt);
    }

    private static string? TextOf(string body)
    {
        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(body));
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
