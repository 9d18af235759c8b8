using System.Text.Json;

namespace IntakeBot.Host.WeChat.Api;

/// <summary>What we ask of WeChat, each with the account's access token.</summary>
internal sealed class WeChatApi(WeChatSettings settings, ApiClient client, AccessTokens tokens)
{
    /// <summary>A customer-service message. Counted by WeChat: whoever sends has taken it from the quota first.</summary>
    public Task<ApiAnswer> SendTextAsync(string openId, string text, CancellationToken cancellation) => WithTokenAsync(
        token => client.SendAsync($"cgi-bin/message/custom/send?access_token={token}", new(openId, "text", new(text)), WeChatJson.Relaxed.TextRequest, cancellation), cancellation);

    /// <summary>Shows for 15 s that somebody is typing. It counts as no message; WeChat takes it only while the two were talking a moment ago.</summary>
    public Task<ApiAnswer> TypeAsync(string openId, CancellationToken cancellation) => WithTokenAsync(
        token => client.AskAsync($"cgi-bin/message/custom/typing?access_token={token}", new(openId, "Typing"), WeChatJson.Relaxed.TypingRequest, cancellation), cancellation);

    /// <summary>A subscription notice: receipt and state, never a word of the petition.</summary>
    public Task<ApiAnswer> SendNoticeAsync(string openId, NoticeSettings notice, string receipt, string state, CancellationToken cancellation) => WithTokenAsync(
        token => client.SendAsync(
            $"cgi-bin/message/subscribe/bizsend?access_token={token}",
            new(openId, notice.TemplateId, new() { [notice.ReceiptField] = new(receipt), [notice.StateField] = new(state) }),
            WeChatJson.Relaxed.NoticeRequest,
            cancellation),
        cancellation);

    /// <summary>Fetches what a resident sent. Of a video WeChat answers an address; it is followed to WeChat's own hosts only.</summary>
    public async Task<(ApiAnswer Answer, T? Taken)> FetchMediaAsync<T>(string mediaId, Func<Stream, CancellationToken, Task<T>> take, CancellationToken cancellation)
        where T : class
    {
        T? taken = null;
        var answer = await WithTokenAsync(
            async token =>
            {
                (var fetched, taken) = await client.FetchAsync(
                    new(settings.ApiBase, $"cgi-bin/media/get?access_token={token}&media_id={Uri.EscapeDataString(mediaId)}"), take, cancellation);
                return fetched;
            },
            cancellation);
        if (taken is not null || answer.End != ApiEnd.Done || answer.Body.ValueKind != JsonValueKind.Object) return (answer, taken);
        return answer.Body.TryGetProperty("video_url", out var url) && Media(url.GetString()) is { } address
            ? await client.FetchAsync(address, take, cancellation)
            : (new(ApiEnd.Refused, 0, answer.Body), null);
    }

    /// <summary>A permanent parametric QR code, of which an account has at most 100,000.</summary>
    /// <param name="scene">At most 64 characters; comes back in the event of whoever scans it.</param>
    /// <returns>The address that the QR code must hold.</returns>
    /// <exception cref="InvalidOperationException">WeChat refuses or cannot be reached; the message says so.</exception>
    public async Task<string> CreatePermanentSceneAsync(string scene, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(scene.Length, 64);
        var answer = await WithTokenAsync(
            token => client.AskAsync($"cgi-bin/qrcode/create?access_token={token}", new("QR_LIMIT_STR_SCENE", new(new(scene))), WeChatJson.Relaxed.SceneRequest, cancellation), cancellation);
        return answer.End == ApiEnd.Done && answer.Body.TryGetProperty("url", out var url) && url.GetString() is { Length: > 0 } address
            ? address
            : throw new InvalidOperationException($"WeChat made no QR code ({answer.Reason}).");
    }

    // A token that WeChat refuses is exchanged once; the call was refused as a whole, so making it again shows nothing twice.
    private async Task<ApiAnswer> WithTokenAsync(Func<string, Task<ApiAnswer>> call, CancellationToken cancellation)
    {
        if (await tokens.GetAsync(cancellation) is not { } token) return new(ApiEnd.NotSent, 0);
        var answer = await call(Uri.EscapeDataString(token));
        if (answer is not { End: ApiEnd.Refused, Code: 40001 or 40014 or 42001 }) return answer;
        return await tokens.RenewAsync(token, cancellation) is { } other && other != token ? await call(Uri.EscapeDataString(other)) : answer;
    }

    private Uri? Media(string? url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address)) return null;
        var ours = address.GetLeftPart(UriPartial.Authority) == settings.ApiBase.GetLeftPart(UriPartial.Authority);
        var theirs = address is { UserInfo: "", IsDefaultPort: true, Scheme: "http" or "https" } && settings.MediaHosts.Any(host => IsUnder(address.Host, host));
        return ours || theirs ? address : null;
    }

    private static bool IsUnder(string host, string parent) =>
        host.Equals(parent, StringComparison.OrdinalIgnoreCase) || host.EndsWith("." + parent, StringComparison.OrdinalIgnoreCase);
}
