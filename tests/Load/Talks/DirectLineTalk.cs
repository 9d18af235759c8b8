using System.Text;
using System.Text.Json;
using IntakeBot.Load.Flow;
using IntakeBot.Load.Wire;

namespace IntakeBot.Load.Talks;

/// <summary>As the resident page without a socket: a token, a conversation, then a message and a poll for what was answered.</summary>
internal sealed class DirectLineTalk(HttpWire wire, PetitionFlow flow, int number, int port) : Talk(wire, flow, number)
{
    private const string Path = "/v3/directline/conversations";
    private readonly RequestTemplate _token = new($"POST /chat/token HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\n", "{}");
    private readonly string[] _said = [.. flow.Steps.Select((_, step) => JsonSerializer.Serialize(flow.Said(step, number)))];
    private string _conversation = "";
    private string _bearer = "";
    private string _watermark = "";

    protected override async ValueTask OpenAsync()
    {
        var (conversation, token) = Granted(await Wire.ExchangeAsync(_token.Bytes), 200);
        _conversation = conversation;
        _bearer = $"Host: 127.0.0.1:{port}\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\n";
        Granted(await Wire.ExchangeAsync(new RequestTemplate($"POST {Path} HTTP/1.1\r\n{_bearer}", """{"user":{"id":"resident"},"locale":"zh-CN"}""").Bytes), 201);
        _watermark = "";
        await PollAsync(0);
    }

    protected override async ValueTask SayAsync(int step)
    {
        var body = $$$"""{"type":"message","from":{"id":"resident"},"locale":"zh-CN","textFormat":"plain","text":{{{_said[step]}}},"channelData":{"clientActivityID":"{{{step}}}"}}""";
        var taken = await Wire.ExchangeAsync(new RequestTemplate($"POST {Path}/{_conversation}/activities HTTP/1.1\r\n{_bearer}", body).Bytes);
        if (taken.Status != 200) throw new WrongAnswerException($"a message was not taken: {taken}");
        await PollAsync(step);
    }

    private async ValueTask PollAsync(int step)
    {
        var answer = await Wire.ExchangeAsync(Encoding.ASCII.GetBytes($"GET {Path}/{_conversation}/activities?watermark={_watermark} HTTP/1.1\r\n{_bearer}\r\n"));
        Prove(step, answer);
        var start = answer.Body.Span.LastIndexOf("\"watermark\":\""u8) + 13;
        _watermark = Encoding.ASCII.GetString(answer.Body.Span[start..(start + answer.Body.Span[start..].IndexOf((byte)'"'))]);
    }

    private static (string Conversation, string Token) Granted(HttpAnswer answer, int status)
    {
        if (answer.Status != status) throw new WrongAnswerException($"no conversation: {answer}");
        using var json = JsonDocument.Parse(answer.Body);
        return (json.RootElement.GetProperty("conversationId").GetString()!, json.RootElement.GetProperty("token").GetString()!);
    }
}
