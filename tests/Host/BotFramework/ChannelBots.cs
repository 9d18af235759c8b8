using IntakeBot.Host.Tests.Running;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace IntakeBot.Host.Tests.BotFramework;

/// <summary>Bots that know the stand-in for Microsoft's sign-in. In production addresses are https; here they lead to it all the same.</summary>
public static class ChannelBots
{
    public static string[] Settings(LoginDouble login, bool development) =>
    [
        $"--environment={(development ? "Development" : "Production")}",
        $"--BotFramework:AppId={LoginDouble.AppId}", $"--BotFramework:AppPassword={LoginDouble.AppPassword}",
        $"--BotFramework:Metadata={Address(login.Metadata, development)}", $"--BotFramework:EntraMetadata={Address(login.EntraMetadata, development)}",
        $"--BotFramework:TokenUrl={Address(login.TokenUrl, development)}",
    ];

    public static async Task<TestBot> StartAsync(LoginDouble login, string provider = Bots.Sqlite, bool development = false, TimeProvider? clock = null, Action<IServiceCollection>? customise = null, params string[] more) =>
        await TestBot.StartAsync(
            await TestDatabase.CreateAsync(provider),
            owned: true,
            builder =>
            {
                if (clock is not null) builder.Services.AddSingleton(clock);
                customise?.Invoke(builder.Services);
                foreach (var client in (string[])["botframework.metadata", "botframework.token", "botframework.connector"])
                    builder.Services.AddHttpClient(client).AddHttpMessageHandler(() => new HttpsToLocal());
            },
            [.. Settings(login, development), .. more]);

    // https://127-0-0-1-PORT.test stands for http://127.0.0.1:PORT.
    private static string Address(string url, bool development) => development ? url : HttpsToLocal.Address(url);
}

/// <summary>Leads https addresses of the tests to the stand-ins on this machine, which speak http.</summary>
public sealed class HttpsToLocal : DelegatingHandler
{
    public static string Address(string url) => url.Replace("http://127.0.0.1:", "https://local.test:", StringComparison.Ordinal);

    /// <summary>Whether a request was meant for https.</summary>
    public static bool CameFor(HttpRequest request) => request.Headers.ContainsKey("x-meant-for-https");

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.RequestUri is { Host: "local.test" } url)
        {
            request.Headers.Add("x-meant-for-https", "1");
            request.RequestUri = new(url.OriginalString.Replace("https://local.test:", "http://127.0.0.1:", StringComparison.Ordinal), new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        }

        return base.SendAsync(request, cancellationToken);
    }
}
