using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;

namespace IntakeBot.Load.Wire;

/// <summary>
/// One kept-alive HTTP/1.1 connection that sends bytes as they are and reads only what it needs of the answer: the generator shares
/// the processors with what it measures.
/// </summary>
internal sealed class HttpWire(int port) : IDisposable
{
    private Socket? _socket;
    private byte[] _buffer = new byte[16 * 1024];
    private int _filled;

    /// <exception cref="IOException">The connection ended, or what came is no HTTP/1.1 answer.</exception>
    public async ValueTask<HttpAnswer> ExchangeAsync(ReadOnlyMemory<byte> request)
    {
        var socket = _socket ??= await ConnectAsync();
        for (var sent = 0; sent < request.Length;) sent += await socket.SendAsync(request[sent..], SocketFlags.None);
        _filled = 0;
        int head;
        while ((head = _buffer.AsSpan(0, _filled).IndexOf("\r\n\r\n"u8)) < 0) await FillAsync(socket);
        var start = head + 4;
        var (status, length) = ReadHead(_buffer.AsSpan(0, head + 2));
        if (length is { } known)
        {
            while (_filled < start + known) await FillAsync(socket);
            return new(status, _buffer.AsMemory(start, known));
        }

        return new(status, _buffer.AsMemory(start, await UnchunkAsync(socket, start)));
    }

    /// <summary>The next exchange begins on a new connection.</summary>
    public void Cut()
    {
        _socket?.Dispose();
        _socket = null;
    }

    public void Dispose() => Cut();

    private async ValueTask<Socket> ConnectAsync()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port);
        return socket;
    }

    private async ValueTask FillAsync(Socket socket)
    {
        if (_filled == _buffer.Length) Array.Resize(ref _buffer, _buffer.Length * 2);
        var got = await socket.ReceiveAsync(_buffer.AsMemory(_filled), SocketFlags.None);
        if (got == 0) throw new IOException("The server closed the connection.");
        _filled += got;
    }

    // Moves the chunks together; what is read is always behind what is written.
    private async ValueTask<int> UnchunkAsync(Socket socket, int start)
    {
        int read = start, written = start;
        while (true)
        {
            int line;
            while ((line = _buffer.AsSpan(read, _filled - read).IndexOf("\r\n"u8)) < 0) await FillAsync(socket);
            if (!Utf8Parser.TryParse(_buffer.AsSpan(read, line), out int size, out _, 'x')) throw new IOException("A chunk has no length.");
            read += line + 2;
            while (_filled < read + size + 2) await FillAsync(socket);
            if (size == 0) return written - start;
            _buffer.AsSpan(read, size).CopyTo(_buffer.AsSpan(written));
            written += size;
            read += size + 2;
        }
    }

    /// <returns>Length null: chunked.</returns>
    private static (int Status, int? Length) ReadHead(ReadOnlySpan<byte> head)
    {
        if (!head.StartsWith("HTTP/1.1 "u8) || !Utf8Parser.TryParse(head[9..], out int status, out _)) throw new IOException("Not an HTTP/1.1 answer.");
        if (status is 204 or 304) return (status, 0);
        for (var rest = head; !rest.IsEmpty;)
        {
            var end = rest.IndexOf("\r\n"u8);
            var line = rest[..end];
            const int name = 16;
            if (line.Length > name && System.Text.Ascii.EqualsIgnoreCase(line[..name], "content-length: "u8) && Utf8Parser.TryParse(line[name..], out int length, out _)) return (status, length);
            rest = rest[(end + 2)..];
        }

        return (status, null);
    }
}

/// <param name="Body">Valid until the next exchange.</param>
internal readonly record struct HttpAnswer(int Status, ReadOnlyMemory<byte> Body)
{
    public override string ToString()
    {
        var text = System.Text.Encoding.UTF8.GetString(Body.Span);
        return $"{Status} {(text.Length > 600 ? text[..600] + "..." : text)}";
    }
}
