using System.Buffers;
using System.Net.WebSockets;
using IntakeBot.Dialogue.Activities;
using IntakeBot.Host.Conversations;
using IntakeBot.Host.Live;

namespace IntakeBot.Host.DirectLine;

/// <summary>The socket: everything after the watermark, then every change as it is committed.</summary>
internal sealed partial class StreamEndpoint(
    ConversationTokens tokens, LiveConversations conversations, ChangeFeed feed, OpenSockets sockets, PageOrigins origins, PresenceHints hints, IHostApplicationLifetime lifetime,
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
            await ServeAsync(socket, id, claims.Ticket!, ActivityEndpoints.Watermark(context.Request), PresenceHints.Known(context.Request));
        }
    }

    private async Task ServeAsync(WebSocket socket, string id, string ticket, long watermark, string? presence)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopping);
        var (mine, before) = sockets.Take(id, ticket, stop);
        using var signal = feed.Watch(Topics.Conversation, id);
        // The receiving loop must not be cancelled: that would abort the socket instead of closing it.
        var closed = ReceiveAsync(socket, signal);
        using var noted = new SocketHints(feed, id, signal);
        var sent = new Sent(await mine.ContinueAsync(before, watermark)) { Presence = presence };
        try
        {
            await SendAsync(socket, id, sent, signal, noted, closed, stop.Token);
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
            sockets.Leave(id, mine);
            mine.Left(await CloseAsync(socket, mine.IsLost, closed) ? sent.Watermark : null);
        }
    }

    private async Task SendAsync(WebSocket socket, string id, Sent sent, ChangeSignal signal, SocketHints noted, Task closed, CancellationToken stop)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        while (socket.State == WebSocketState.Open && !closed.IsCompleted)
        {
            ActivitySet? set;
            try
            {
                set = await conversations.ReadAsync(id, sent.Watermark, stop);
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
                buffer.ResetWrittenCount();
                ActivityBytes.WriteSet(buffer, set.Activities, set.Watermark);
                await socket.SendAsync(buffer.WrittenMemory, WebSocketMessageType.Text, true, CancellationToken.None);
                sent.Watermark = set.Watermark;
                if (set.Waits) await ShowAsync(socket, BotTyping(id), set.Watermark);
            }

            await HintAsync(socket, id, sent, noted, stop);

            if (!await signal.WaitAsync(Ping, stop)) await socket.SendAsync(Array.Empty<byte>(), WebSocketMessageType.Text, true, CancellationToken.None);
        }
    }

    private async Task HintAsync(WebSocket socket, string id, Sent sent, SocketHints noted, CancellationToken stop)
    {
        Activity? presence = null, typing = null;
        try
        {
            if (noted.TakeTyping()) typing = await hints.TypingAsync(id, stop);
            if (sent.Presence is { } known) presence = await hints.PresenceAsync(id, known, noted.TakeRead(), stop);
        }
        catch (Exception failed) when (failed is not OperationCanceledException)
        {
            // Nobody loses a word by it.
            ReadFailed(log, id, failed);
        }

        if (presence is not null)
        {
            await ShowAsync(socket, presence, sent.Watermark);
            sent.Presence = presence.Id;
        }

        if (typing is not null) await ShowAsync(socket, typing, sent.Watermark);
    }

    // Never stored; the watermark stays where it is.
    private static async Task ShowAsync(WebSocket socket, Activity hint, long watermark)
    {
        var frame = new ArrayBufferWriter<byte>(512);
        ActivityBytes.WriteSet(frame, [new(watermark, ActivityBytes.Of(hint))], watermark);
        await socket.SendAsync(frame.WrittenMemory, WebSocketMessageType.Text, true, CancellationToken.None);
    }

    private Activity BotTyping(string id) => new()
    {
        Type = "typing",
        Id = TurnWriting.NewId(clock),
        Timestamp = clock.GetUtcNow(),
        ChannelId = "webchat",
        Conversation = new() { Id = id },
        From = new() { Id = TurnWriting.BotId, Role = "bot" },
    };

    // Clients send nothing but empty pings here; what else they say is not read.
    // True when the client says goodbye, of itself or in answer.
    private static async Task<bool> ReceiveAsync(WebSocket socket, ChangeSignal signal)
    {
        var buffer = new byte[256];
        try
        {
            while ((await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None)).MessageType != WebSocketMessageType.Close)
            {
            }

            return true;
        }
        catch (WebSocketException)
        {
            // Gone without a word.
            return false;
        }
        finally
        {
            signal.Set();
        }
    }

    // True when the client has answered our goodbye: then it has had everything that was sent before.
    private static async Task<bool> CloseAsync(WebSocket socket, bool collision, Task<bool> closed)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        var ours = socket.State == WebSocketState.Open;
        try
        {
            var (status, reason) = collision ? (WebSocketCloseStatus.PolicyViolation, "collision") : (WebSocketCloseStatus.EndpointUnavailable, "");
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived) await socket.CloseOutputAsync(status, reason, limit.Token);
            return await closed.WaitAsync(limit.Token) && ours;
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException)
        {
            // Nobody is left to be told.
            return false;
        }
    }

    /// <summary>How far a socket has come.</summary>
    private sealed class Sent(long watermark)
    {
        public long Watermark { get; set; } = watermark;
        /// <summary>What its client knows of who is there; null: it does not ask.</summary>
        public string? Presence { get; set; }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The socket of conversation {Conversation} could not read what is new; it looks again")]
    private static partial void ReadFailed(ILogger log, string conversation, Exception failed);
}
