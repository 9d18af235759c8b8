using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;

namespace IntakeBot.Host.Tests.Desk;

/// <summary>The npm oidc-provider as a process of its own, and a browser's way through its pages.</summary>
internal sealed partial class IdentityProvider : IAsyncDisposable
{
    private readonly Process _node;

    private IdentityProvider(Process node, string issuer) => (_node, Issuer) = (node, issuer);

    public string Issuer { get; }

    public static async Task<IdentityProvider> StartAsync(string desk, params string[] more)
    {
        var folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "IntakeBot.sln"))) folder = Path.GetDirectoryName(folder);
        var node = Process.Start(new ProcessStartInfo("node", [Path.Combine(folder!, "tests", "peers", "identity-provider.mjs"), desk, .. more])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        node.ErrorDataReceived += (_, _) => { };
        node.BeginErrorReadLine();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await node.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            if (!line.StartsWith("issuer ", StringComparison.Ordinal)) continue;
            _ = node.StandardOutput.ReadToEndAsync(CancellationToken.None);
            return new(node, line["issuer ".Length..]);
        }
        throw new InvalidOperationException("The identity provider did not start: run tests/run once, or npm ci in tests/peers.");
    }

    /// <summary>Follows the sign-in from the desk through the provider's pages; ends with the address of the desk to which it leads back.</summary>
    public static async Task<Uri> SignInAsync(HttpClient browser, string person, string back = "")
    {
        var answer = await browser.GetAsync("/desk/sign-in/provider?back=" + Uri.EscapeDataString(back));
        for (var step = 0; step < 20; step++)
        {
            if (answer.StatusCode is HttpStatusCode.Found or HttpStatusCode.SeeOther or HttpStatusCode.RedirectMethod)
            {
                var next = new Uri(answer.RequestMessage!.RequestUri!, answer.Headers.Location!);
                if (next.AbsolutePath == "/desk/sign-in/callback") return next;
                answer = await browser.GetAsync(next);
                continue;
            }
            var page = await answer.Content.ReadAsStringAsync();
            var action = new Uri(answer.RequestMessage!.RequestUri!, WebUtility.HtmlDecode(Action().Match(page).Groups[1].Value));
            answer = await browser.PostAsync(action, new FormUrlEncodedContent(
                page.Contains("name=\"login\"", StringComparison.Ordinal)
                    ? new Dictionary<string, string> { ["prompt"] = "login", ["login"] = person, ["password"] = "anything" }
                    : new Dictionary<string, string> { ["prompt"] = "consent" }));
        }
        throw new InvalidOperationException("The provider's pages do not lead back to the desk.");
    }

    public Task StopAsync()
    {
        _node.StandardInput.Close();
        return _node.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_node.HasExited) await StopAsync();
        _node.Dispose();
    }

    [GeneratedRegex("<form[^>]*action=\"([^\"]+)\"")]
    private static partial Regex Action();
}
