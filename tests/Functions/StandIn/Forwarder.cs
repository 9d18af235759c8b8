using System.Net;
using System.Net.Sockets;

namespace IntakeBot.Functions.Tests.StandIn;

/// <summary>A way to a server that can be cut and mended. Cut, connections are refused and open ones broken.</summary>
internal sealed class Forwarder(IPEndPoint server) : IAsyncDisposable
{
    private readonly List<TcpClient> open = [];
    private TcpListener? listener;

    public int Port { get; } = FunctionsHost.FreePort();

    public void Open()
    {
        listener = new TcpListener(IPAddress.Loopback, Port);
        listener.Server.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        listener.Start();
        _ = AcceptAsync(listener);
    }

    public void Close()
    {
        listener?.Dispose();
        listener = null;
        lock (open)
        {
            foreach (var client in open) client.Dispose();
            open.Clear();
        }
    }

    public ValueTask DisposeAsync()
    {
        Close();
        return ValueTask.CompletedTask;
    }

    private async Task AcceptAsync(TcpListener from)
    {
        try
        {
            while (true) _ = ServeAsync(await from.AcceptTcpClientAsync());
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task ServeAsync(TcpClient near)
    {
        var far = new TcpClient();
        lock (open) open.AddRange([near, far]);
        try
        {
            await far.ConnectAsync(server);
            await Task.WhenAny(near.GetStream().CopyToAsync(far.GetStream()), far.GetStream().CopyToAsync(near.GetStream()));
        }
        catch (Exception cut) when (cut is SocketException or IOException or ObjectDisposedException or InvalidOperationException)
        {
        }
        near.Dispose();
        far.Dispose();
    }
}
