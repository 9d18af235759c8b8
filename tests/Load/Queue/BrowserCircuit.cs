using System.Buffers;
using System.Net.WebSockets;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace IntakeBot.Load.Queue;

/// <summary>
/// What blazor.web.js does once it has the document: opens the circuit, has the components of the document started, takes every batch of
/// changes and says so, and answers calls of scripts with nothing.
/// </summary>
internal sealed partial class BrowserCircuit : IAsyncDisposable, IInvocationBinder
{
    private const byte EndOfRecord = 0x1e;
    private static readonly byte[] s_row = Encoding.UTF8.GetBytes("data-receipt");
    private static readonly byte[] s_desk = Encoding.UTF8.GetBytes("data-station");
    // As the batch writes a word: with its length in front.
    private static readonly byte[] s_empty = Encoding.UTF8.GetBytes("\u0005empty");
    private readonly ClientWebSocket _socket = new();
    private readonly IHubProtocol _protocol;
    private ReadOnlySequence<byte> _unread = ReadOnlySequence<byte>.Empty;

    private BrowserCircuit(IHubProtocol protocol, string cookies)
    {
        _protocol = protocol;
        _socket.Options.SetRequestHeader("Cookie", cookies);
    }

    public string Id { get; private set; } = "";

    /// <summary>Starts what the document holds and waits for the list with its rows, or for the sentence that there are none.</summary>
    /// <exception cref="InvalidOperationException">The server refused, or broke off.</exception>
    public static async Task<BrowserCircuit> OpenAsync(IHubProtocol protocol, Uri page, string html, string cookies, CancellationToken cancellation)
    {
        var circuit = new BrowserCircuit(protocol, cookies);
        try
        {
            var origin = page.GetLeftPart(UriPartial.Authority);
            circuit._socket.Options.SetRequestHeader("Origin", origin);
            await circuit._socket.ConnectAsync(new Uri(origin.Replace("http://", "ws://", StringComparison.Ordinal) + "/_blazor"), cancellation);
            await circuit._socket.SendAsync(Encoding.UTF8.GetBytes($$"""{"protocol":"{{protocol.Name}}","version":{{protocol.Version}}}""" + (char)EndOfRecord), WebSocketMessageType.Text, true, cancellation);
            await circuit.ReadHandshakeAsync(cancellation);
            await circuit.SendAsync(new InvocationMessage("0", "StartCircuit", [origin + "/", page.ToString(), "[]", ""]), cancellation);
            circuit.Id = await circuit.ReadAsync(message => message is CompletionMessage, cancellation) is CompletionMessage { Result: string id } ? id : throw new InvalidOperationException("the circuit was refused");
            var added = Markers().Matches(html).Select((marker, i) => $$"""{"type":"add","ssrComponentId":{{i + 1}},"marker":{{marker.Groups[1].Value}}}""");
            var state = State().Match(html) is { Success: true } found ? found.Groups[1].Value : "";
            await circuit.SendAsync(new InvocationMessage("UpdateRootComponents", [$$"""{"batchId":1,"operations":[{{string.Join(',', added)}}]}""", state]), cancellation);
            await circuit.ReadAsync(IsList, cancellation);
            return circuit;
        }
        catch
        {
            await circuit.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_socket.State == WebSocketState.Open) await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, default);
        _socket.Dispose();
    }

    Type IInvocationBinder.GetReturnType(string invocationId) => typeof(string);
    Type IInvocationBinder.GetStreamItemType(string streamId) => typeof(object);

    IReadOnlyList<Type> IInvocationBinder.GetParameterTypes(string methodName) => methodName switch
    {
        "JS.RenderBatch" => [typeof(long), typeof(byte[])],
        "JS.BeginInvokeJS" => [typeof(long), typeof(string), typeof(string), typeof(int), typeof(long), typeof(int)],
        "JS.AttachComponent" => [typeof(int), typeof(string)],
        "JS.EndUpdateRootComponents" => [typeof(long)],
        _ => [typeof(string)],
    };

    private static bool IsList(HubMessage message) => message is InvocationMessage { Target: "JS.RenderBatch", Arguments: [_, byte[] batch] }
        && (batch.AsSpan().IndexOf(s_row) >= 0 || batch.AsSpan().IndexOf(s_desk) >= 0 || batch.AsSpan().IndexOf(s_empty) >= 0);

    private async Task<HubMessage> ReadAsync(Func<HubMessage, bool> until, CancellationToken cancellation)
    {
        while (true)
        {
            while (_protocol.TryParseMessage(ref _unread, this, out var message))
            {
                await AnswerAsync(message, cancellation);
                if (until(message)) return message;
            }
            await ReceiveAsync(cancellation);
        }
    }

    private async Task AnswerAsync(HubMessage message, CancellationToken cancellation)
    {
        switch (message)
        {
            case InvocationBindingFailureMessage failure:
                throw new InvalidOperationException($"{failure.Target} is not understood: {failure.BindingFailure.SourceException.Message}");
            case CompletionMessage { Error: { } error }:
                throw new InvalidOperationException("the circuit was refused: " + error);
            case CloseMessage close:
                throw new InvalidOperationException("the circuit was closed: " + close.Error);
            case InvocationMessage { Target: "JS.Error", Arguments: [string error] }:
                throw new InvalidOperationException("the page broke: " + error);
            case InvocationMessage { Target: "JS.RenderBatch", Arguments: [long batch, ..] }:
                await SendAsync(new InvocationMessage("OnRenderCompleted", [batch, null]), cancellation);
                break;
            case InvocationMessage { Target: "JS.BeginInvokeJS", Arguments: [long call, ..] } when call != 0:
                await SendAsync(new InvocationMessage("EndInvokeJSFromDotNet", [call, true, $"[{call},true,null]"]), cancellation);
                break;
        }
    }

    private Task SendAsync(HubMessage message, CancellationToken cancellation) =>
        _socket.SendAsync(_protocol.GetMessageBytes(message), WebSocketMessageType.Binary, true, cancellation).AsTask();

    private async Task ReadHandshakeAsync(CancellationToken cancellation)
    {
        while (_unread.PositionOf(EndOfRecord) is null) await ReceiveAsync(cancellation);
        var end = _unread.PositionOf(EndOfRecord)!.Value;
        if (Encoding.UTF8.GetString(_unread.Slice(0, end)) is var answer && answer.Contains("error", StringComparison.Ordinal)) throw new InvalidOperationException(answer);
        _unread = _unread.Slice(_unread.GetPosition(1, end));
    }

    private async Task ReceiveAsync(CancellationToken cancellation)
    {
        var more = new ArrayBufferWriter<byte>(64 * 1024);
        more.Write(_unread.ToArray());
        ValueWebSocketReceiveResult got;
        do
        {
            got = await _socket.ReceiveAsync(more.GetMemory(16 * 1024), cancellation);
            more.Advance(got.Count);
            if (got.MessageType == WebSocketMessageType.Close) throw new InvalidOperationException("the server closed the circuit");
        }
        while (!got.EndOfMessage);
        _unread = new(more.WrittenMemory);
    }

    [GeneratedRegex("<!--Blazor:(\\{.*?\"type\":\"server\".*?\\})-->")]
    private static partial Regex Markers();

    [GeneratedRegex("<!--Blazor-Server-Component-State:(.*?)-->")]
    private static partial Regex State();
}
