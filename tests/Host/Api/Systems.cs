using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using IntakeBot.Host.Api.Keys;
using IntakeBot.Host.Tests.Running;

namespace IntakeBot.Host.Tests.Api;

/// <summary>Other systems with their keys.</summary>
internal static class Systems
{
    public static Task<string> KeyAsync(this TestBot bot, params string[] scopes) => bot.KeyAsync(station: null, scopes);

    public static async Task<string> KeyAsync(this TestBot bot, string? station, string[] scopes, string? name = null, string? display = null) =>
        (await bot.Get<ApiKeys>().AddAsync(new(name ?? "k" + Guid.CreateVersion7().ToString("N")[12..], scopes, station, display))).Key.ShouldNotBeNull();

    public static CitySystem System(this TestBot bot, string key) => new(bot, key);
}

/// <summary>A city's own system, on plain HTTP.</summary>
internal sealed class CitySystem : IDisposable
{
    public CitySystem(TestBot bot, string key)
    {
        Http = new() { BaseAddress = new(bot.Url) };
        Http.DefaultRequestHeaders.Authorization = new("Bearer", key);
    }

    public HttpClient Http { get; }
    public object Agent { get; init; } = new { id = "li", name = "李工" };

    public async Task<JsonElement> GetAsync(string path, HttpStatusCode expected = HttpStatusCode.OK, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/" + path);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        using var answer = await Http.SendAsync(request);
        return await ReadAsync(answer, expected);
    }

    public async Task<JsonElement> PostAsync(string path, object body, HttpStatusCode expected = HttpStatusCode.OK, string? key = null, string? seen = null)
    {
        using var answer = await SendAsync(path, body, key ?? Guid.CreateVersion7().ToString(), seen);
        return await ReadAsync(answer, expected);
    }

    public Task<HttpResponseMessage> SendAsync(string path, object body, string? key, string? seen = null, HttpMethod? method = null)
    {
        var request = new HttpRequestMessage(method ?? HttpMethod.Post, "/api/v1/" + path) { Content = JsonContent.Create(body) };
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        if (seen is not null) request.Headers.TryAddWithoutValidation("If-Match", seen);
        return Http.SendAsync(request);
    }

    public void Dispose() => Http.Dispose();

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage answer, HttpStatusCode expected)
    {
        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(expected, text);
        if ((int)expected >= 400) answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        return text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text);
    }
}
