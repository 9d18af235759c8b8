using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace IntakeBot.Load.Queue;

/// <summary>Somebody at the desk with a browser: signs in with name and password and opens pages over HTTP.</summary>
internal sealed partial class QueueBrowser : IDisposable
{
    private readonly System.Net.CookieContainer _cookies = new();
    private readonly HttpClient _http;
    private readonly IHubProtocol _protocol;

    private QueueBrowser(Uri server, IHubProtocol protocol)
    {
        _protocol = protocol;
        _http = new(new SocketsHttpHandler { CookieContainer = _cookies }) { BaseAddress = server };
    }

    public static async Task<QueueBrowser> SignInAsync(Uri server, IHubProtocol protocol, string name, string password, CancellationToken cancellation)
    {
        var browser = new QueueBrowser(server, protocol);
        var form = await browser._http.GetStringAsync("/desk/login", cancellation);
        using var fields = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["_handler"] = "login",
            ["__RequestVerificationToken"] = Token().Match(form).Groups[1].Value,
            ["userName"] = name,
            ["password"] = password,
        });
        using var answer = await browser._http.PostAsync("/desk/login", fields, cancellation);
        if (answer.RequestMessage?.RequestUri?.AbsolutePath != "/desk") throw new InvalidOperationException($"{name} could not sign in: {(int)answer.StatusCode} at {answer.RequestMessage?.RequestUri}");
        return browser;
    }

    /// <summary>Opens a page of the queue and leaves it again.</summary>
    /// <returns>From the request of the document until its list is there.</returns>
    public async Task<(TimeSpan Document, TimeSpan List)> OpenAsync(string address, CancellationToken cancellation)
    {
        var page = new Uri(_http.BaseAddress!, address);
        var began = Stopwatch.GetTimestamp();
        var html = await _http.GetStringAsync(page, cancellation);
        var document = Stopwatch.GetElapsedTime(began);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(TimeSpan.FromSeconds(20));
        await using var circuit = await BrowserCircuit.OpenAsync(_protocol, page, html, _cookies.GetCookieHeader(page), patience.Token);
        var list = Stopwatch.GetElapsedTime(began);
        // As the script says when the page is left: otherwise the server would keep the circuit for somebody who comes back.
        using var leave = new MultipartFormDataContent { { new StringContent(circuit.Id), "circuitId" } };
        using var left = await _http.PostAsync("/_blazor/disconnect", leave, cancellation);
        if (!left.IsSuccessStatusCode) throw new InvalidOperationException($"the page could not be left: {(int)left.StatusCode}");
        return (document, list);
    }

    public void Dispose() => _http.Dispose();

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
