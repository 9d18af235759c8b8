using System.Net.Http.Json;
using IntakeBot.Host.Outbox;
using Polly;

namespace IntakeBot.Host.BotFramework;

/// <summary>
/// Our own bearer token for channels, by client credentials (RFC 6749, 4.4): one for all, fetched by one caller while the others wait,
/// kept until shortly before it ends.
/// </summary>
internal sealed class ConnectorTokens(IHttpClientFactory http, BotFrameworkSettings settings, TimeProvider clock) : IDisposable
{
    public const string Client = "botframework.token";
    private static readonly TimeSpan s_ahead = TimeSpan.FromMinutes(5), s_perAttempt = TimeSpan.FromSeconds(8);
    private readonly ResiliencePipeline _calls = OutgoingCalls.Pipeline(clock, s_perAttempt);
    private readonly SemaphoreSlim _one = new(1, 1);
    private volatile Kept? _kept;

    /// <summary>null: there is no app id, so nothing is to be sent with the request (Development).</summary>
    /// <param name="refused">A token that the channel did not accept: another one is fetched.</param>
    /// <exception cref="HttpRequestException">The token could not be had.</exception>
    public async ValueTask<string?> GetAsync(string? refused, CancellationToken cancellation)
    {
        if (settings.AppId is null) return null;
        if (Usable(refused) is { } kept) return kept;
        await _one.WaitAsync(cancellation);
        try
        {
            return Usable(refused) ?? (_kept = await _calls.ExecuteAsync(async stop => await FetchAsync(stop), cancellation)).Token;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private string? Usable(string? refused) => _kept is { } kept && kept.Token != refused && clock.GetUtcNow() < kept.Until ? kept.Token : null;

    private async Task<Kept> FetchAsync(CancellationToken cancellation)
    {
        using var form = new FormUrlEncodedContent(
        [
            new("grant_type", "client_credentials"), new("client_id", settings.AppId), new("client_secret", settings.AppPassword), new("scope", settings.Scope),
        ]);
        var asked = clock.GetUtcNow();
        using var answer = await http.CreateClient(Client).PostAsync(settings.TokenUrl, form, cancellation);
        answer.EnsureSuccessStatusCode();
        var given = await answer.Content.ReadFromJsonAsync(ConnectorJson.Default.TokenAnswer, cancellation);
        if (given?.AccessToken is not { Length: > 0 } token) throw new HttpRequestException("The token endpoint answered without a token.");
        var lasts = TimeSpan.FromSeconds(Math.Clamp(given.ExpiresIn, 0, 86_400));
        return new(token, asked + (lasts > 2 * s_ahead ? lasts - s_ahead : lasts / 2));
    }

    private sealed record Kept(string Token, DateTimeOffset Until);
}
