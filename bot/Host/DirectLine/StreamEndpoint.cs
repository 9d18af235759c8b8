using System.Buffers;
using System.Net.WebSockets;
using IntakeBot.Dialogue.Activities;
using IntakeBot.Host.Conversations;
using IntakeBot.Host.Live;

namespace IntakeBot.Host.DirectLine;

/// <summary>The socket: everything after the watermark, then every change as it is committed.</summary>
internal sealed partial class StreamEndpoint(
    ConversationTokens tokens, LiveConversations conversations, ChangeFeed feed, OpenSockets sockets, PageOrigins origins, IHostApplicationLifetime lifetime,
    TimeProvider clock, ILogger<StreamEndpoint> log)
{
    // Also the longest that a change made unnoticed by another process stays unseen.
    private static readonly TimeSpan Ping = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan AfterTrouble = TimeSpan.FromSeconds(1);

    public async Task ConnectAsync(HttpContext context)
    {
        var id = (string)context.Request.RouteValues["id"]!;
        var check = tokens.Check(context.Request.Query["t"].ToString(), ConversationToken.Stream);
        if (check.State == TokenState.Expired) await DirectLineError.Expired.WriteAsync(context);
        else if (check.Claims is not { } claims || claims.ConversationId != id) await DirectLineError.Forbidden.WriteAsync(context);
        else if (!PageOrigins.Trusts(claims, context.Request) || !origins.AllowsSocket(context.Request)) await DirectLineError.ForeignOrigin.WriteAsync(context);
        else if (!context.WebSockets.IsWebSocketRequest) await DirectLineError.Wrong("This address is for a web socket.").WriteAsync(context);
        else
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            await ServeAsync(socket, id, ActivityEndpoints.Watermark(context.Request));
        }
    }

    private async Task ServeAsync(WebSocket socket, string id, long watermark)
    {
        var mine = sockets.Take(id);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(mine.Token, lifetime.ApplicationStopping);
        using var signal = feed.Watch(Topics.Conversation, id);
        // The receiving loop must not be cancelled: that would abort the socket instead of closing it.
        var closed = ReceiveAsync(socket, signal);
        try
        {
            await SendAsync(socket, id, watermark, signal, closed, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Falls through to the close below.
        }
        catch (WebSocketException)
        {
            // The phone is gone; it comes back with its watermark.
        }
        finally
        {
            var collision = mine.IsCancellationRequested;
            sockets.Leave(id, mine);
            await CloseAsync(socket, collision);
        }
    }

    private async Task SendAsync(WebSocket socket, string id, long watermark, ChangeSignal signal, Task closed, CancellationToken stop)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        while (socket.State == WebSocketState.Open && !closed.IsCompleted)
        {
            ActivitySet? set;
            try
            {
                set = await conversations.ReadAsync(id, watermark, stop);
            }
            catch (Exception failed) when (failed is not OperationCanceledException)
            {
                // The client would need up to 15 s to come back: better to look again from here.
                ReadFailed(log, id, failed);
                await signal.WaitAsync(AfterTrouble, stop);
                continue;
            }

            // Unknown: closed, and the client is told 404 when it comes back.
            if (set is null) return;
            if (set.Activities.Count > 0)
            {
                watermark = set.Watermark;
                buffer.ResetWrittenCount();
                ActivityBytes.WriteSet(buffer, set.Activities, watermark);
                await socket.SendAsync(buffer.WrittenMemory, WebSocketMessageType.Text, true, CancellationToken.None);
                if (set.Waits) await TypingAsync(socket, id, watermark);
            }

            if (!await signal.WaitAsync(Ping, stop)) await socket.SendAsync(Array.Empty<byte>(), WebSocketMessageType.Text, true, CancellationToken.None);
        }
    }

    // Shown, never stored; the watermark stays where it is.
    private async Task TypingAsync(WebSocket socket, string id, long watermark)
    {
        var typing = new Activity
        {
            Type = "typing",
            Id = TurnWriting.NewId(clock),
            Timestamp = clock.GetUtcNow(),
            ChannelId = "webchat",
            Conversation = new() { Id = id },
            From = new() { Id = TurnWriting.BotId, Role = "bot" },
        };
        var frame = new ArrayBufferWriter<byte>(512);
        ActivityBytes.WriteSet(frame, [new(watermark, ActivityBytes.Of(typing))], watermark);
        await socket.SendAsync(frame.WrittenMemory, WebSocketMessageType.Text, true, CancellationToken.None);
    }

    // Clients send nothing but empty pings here; what else they say is not read.
    private static async Task ReceiveAsync(WebSocket socket, ChangeSignal signal)
    {
        var buffer = new byte[256];
        try
        {
            while (socket.State == WebSocketState.Open)
            {
                if ((await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None)).MessageType == WebSocketMessageType.Close) break;
            }
        }
        catch (WebSocketException)
        {
            // Gone without a word.
        }
        finally
        {
            signal.Set();
        }
    }

    private static async Task CloseAsync(WebSocket socket, bool collision)
    {
        if (socket.State is not (WebSocketState.Open or WebSocketState.CloseReceived)) return;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        try
        {
            var (status, reason) = collision ? (WebSocketCloseStatus.PolicyViolation, "collision") : (WebSocketCloseStatus.EndpointUnavailable, "");
            await socket.CloseOutputAsync(status, reason, limit.Token);
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException)
        {
            // Nobody is left to be told.
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The socket of conversation {Conversation} could not read what is new; it looks again")]
    private static partial void ReadFailed(ILogger log, string conversation, Exception failed);
}
