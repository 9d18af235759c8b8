using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace IntakeBot.Functions.Tests.StandIn;

/// <summary>
/// Stands in for the Azure Functions host 4: starts the deployed program with the host's environment, waits for its port,
/// calls it for queues and timers, kills it when a function runs too long, starts it again unless it ended with 0, and gives
/// up after three failures.
/// </summary>
internal sealed class FunctionsHost : IAsyncDisposable
{
    private const int MaxFailures = 3;
    private const int IntendedRestart = 200;

    private readonly HostJson declared;
    private readonly string folder;
    private readonly IReadOnlyDictionary<string, string> settings;
    private readonly CancellationTokenSource stopping = new();
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = Timeout.InfiniteTimeSpan };
    private readonly List<Task> work = [];
    private readonly List<HandlerProcess> processes = [];
    private volatile TaskCompletionSource<int> port = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private FunctionsHost(string folder, IReadOnlyDictionary<string, string> settings) =>
        (this.folder, this.settings, declared) = (folder, settings, new HostJson(folder, settings));

    /// <summary>Times a function ran into functionTimeout and took the process with it.</summary>
    public int Timeouts { get; private set; }
    public int Invocations { get; private set; }
    public int FailedInvocations { get; private set; }
    /// <summary>Answers that were not 2xx; a real host writes their bodies to its log.</summary>
    public ConcurrentQueue<(string Function, string Body)> Failures { get; } = new();
    public IReadOnlyList<HandlerProcess> Processes => processes;
    public HandlerProcess Current => processes[^1];

    public static async Task<FunctionsHost> StartAsync(string folder, IReadOnlyDictionary<string, string> settings, bool waitUntilReady = true)
    {
        var host = new FunctionsHost(folder, settings);
        host.work.Add(host.KeepAliveAsync());
        foreach (var function in host.declared.Functions)
            host.work.Add(function.Type switch
            {
                "queueTrigger" => new QueueTrigger(function, host.declared, settings[function.Connection!], host.InvokeAsync).RunAsync(host.stopping.Token),
                "timerTrigger" => host.KeepTimeAsync(function),
                _ => throw new InvalidOperationException($"{function.Name}: {function.Type}"),
            });
        if (waitUntilReady) await host.ReadyAsync(TimeSpan.FromSeconds(60));
        return host;
    }

    public async Task<int> ReadyAsync(TimeSpan limit)
    {
        try
        {
            return await port.Task.WaitAsync(limit);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException("The handler is not ready:\n" + string.Join('\n', processes.Select(p => p.All)));
        }
    }

    public async Task<(HttpStatusCode Status, string Body)> PostAsync(string function, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://127.0.0.1:{await port.Task}/{function}") { Content = content };
        request.Headers.Add("X-Azure-Functions-InvocationId", Guid.NewGuid().ToString());
        request.Headers.Add("X-Azure-Functions-HostVersion", "4.1037.0.0");
        request.Headers.UserAgent.ParseAdd("Azure-Functions-Host/4.1037.0.0");
        using var limit = new CancellationTokenSource(declared.FunctionTimeout);
        using var response = await http.SendAsync(request, limit.Token);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(limit.Token));
    }

    /// <summary>Ends the program as the host does: SIGTERM, five seconds, then hard.</summary>
    public async Task<int> StopAsync()
    {
        await stopping.CancelAsync();
        if (!Current.HasExited) Current.Terminate();
        return await Current.ExitAsync(TimeSpan.FromSeconds(5));
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        port.TrySetCanceled();
        foreach (var process in processes) await process.DisposeAsync();
        await Task.WhenAll(work).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        http.Dispose();
        stopping.Dispose();
    }

    private async Task KeepAliveAsync()
    {
        for (var failures = 0; failures < MaxFailures && !stopping.IsCancellationRequested;)
        {
            var free = FreePort();
            var environment = new Dictionary<string, string>(settings)
            {
                ["FUNCTIONS_CUSTOMHANDLER_PORT"] = $"{free}",
                ["FUNCTIONS_CUSTOMHANDLER_WORKER_ID"] = Guid.NewGuid().ToString(),
                ["FUNCTIONS_APP_ROOT_PATH"] = folder,
                ["FUNCTIONS_HTTPWORKER_PORT"] = $"{free}",
                ["FUNCTIONS_WORKER_RUNTIME"] = "custom",
            };
            var process = new HandlerProcess(declared.Executable, declared.WorkingDirectory, [], environment);
            processes.Add(process);
            await AnswersAsync(process, free);
            if (!process.HasExited) port.TrySetResult(free);
            var code = await process.ExitAsync(Timeout.InfiniteTimeSpan);
            if (stopping.IsCancellationRequested) return;
            if (port.Task.IsCompleted) port = new(TaskCreationOptions.RunContinuationsAsynchronously);
            if (code == 0) return;
            if (code != IntendedRestart) failures++;
        }
        port.TrySetException(new InvalidOperationException("The handler failed three times; the host gave up:\n" + string.Join('\n', processes.Select(p => p.All))));
    }

    /// <summary>Any answer counts, only a socket error means "not yet".</summary>
    private async Task AnswersAsync(HandlerProcess process, int at)
    {
        var watch = Stopwatch.StartNew();
        while (!process.HasExited && watch.Elapsed < declared.InitializationTimeout && !stopping.IsCancellationRequested)
        {
            try
            {
                using var response = await http.GetAsync(new Uri($"http://127.0.0.1:{at}/"), stopping.Token);
                return;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(25);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task<bool> InvokeAsync(string function, string body)
    {
        Invocations++;
        try
        {
            var (status, answer) = await PostAsync(function, body);
            if ((int)status is >= 200 and < 300 && CompletesInvocation(answer)) return true;
            Failures.Enqueue((function, answer));
        }
        catch (HttpRequestException)
        {
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            Timeouts++;
            Current.KillHard();
        }
        catch (OperationCanceledException)
        {
        }
        FailedInvocations++;
        return false;
    }

    /// <summary>An empty body or a null never completes in the real host: it hangs until the timeout. Here it fails loudly.</summary>
    private static bool CompletesInvocation(string answer)
    {
        using var document = JsonDocument.Parse(answer);
        return document.RootElement.ValueKind == JsonValueKind.Object;
    }

    private async Task KeepTimeAsync(HostJson.Declared function)
    {
        var schedule = IntakeBot.Functions.Declarations.TimerSchedule.Parse(function.Schedule!);
        while (!stopping.IsCancellationRequested)
        {
            var now = DateTimeOffset.UtcNow;
            await Task.Delay(schedule.After(now) - now, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stopping.IsCancellationRequested) return;
            // A failed tick is not repeated.
            await InvokeAsync(function.Name, InvocationBody.ForTimer(function.Name, function.Binding));
        }
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
