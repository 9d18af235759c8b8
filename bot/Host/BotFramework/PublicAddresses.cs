using System.Net;
using System.Net.Sockets;

namespace IntakeBot.Host.BotFramework;

/// <summary>
/// Connects to addresses of the public internet only. What a name stands for is looked at in the moment of connecting, so that no name
/// can stand for one thing when it is checked and for another when it is called.
/// </summary>
/// <param name="loopback">Also this machine (Development).</param>
internal sealed class PublicAddresses(bool loopback)
{
    // IANA special-purpose registries, and Azure's platform address, which looks like any other.
    private static readonly IPNetwork[] s_closed =
    [
        .. ((string[])["0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "168.63.129.16/32", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"]).Select(IPNetwork.Parse),
    ];
    private static readonly IPNetwork s_global6 = IPNetwork.Parse("2000::/3");

    public bool Includes(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        if (loopback && IPAddress.IsLoopback(address)) return true;
        return (address.AddressFamily == AddressFamily.InterNetwork || s_global6.Contains(address)) && !s_closed.Any(network => network.Contains(address));
    }

    /// <summary>For <see cref="SocketsHttpHandler.ConnectCallback"/>.</summary>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var addresses = (await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellation)).Where(Includes).ToArray();
        if (addresses.Length == 0) throw new HttpRequestException(HttpRequestError.ConnectionError, "The host has no address in the public internet.");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
