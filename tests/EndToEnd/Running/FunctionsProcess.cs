namespace IntakeBot.EndToEnd.Tests.Running;

/// <summary>functions/Host without a Functions host: it polls the queue itself.</summary>
internal sealed class FunctionsProcess(ChildProcess child) : IAsyncDisposable
{
    public string Output => child.Output;

    public static async Task<FunctionsProcess> StartAsync(IReadOnlyDictionary<string, string?> settings)
    {
        var child = new ChildProcess(Repository.Program("functions/Host", "IntakeBot.Functions"), ["--urls", $"http://127.0.0.1:{FreePort.Next()}"], settings);
        try
        {
            await child.ValueAfterAsync("Polling queue", TimeSpan.FromSeconds(60));
            return new FunctionsProcess(child);
        }
        catch
        {
            await child.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => child.DisposeAsync();
}
