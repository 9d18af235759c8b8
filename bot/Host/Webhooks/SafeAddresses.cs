using System.Net;
using System.Net.Sockets;
using IntakeBot.Host.StartUp;

namespace IntakeBot.Host.Webhooks;

/// <summary>
/// Which addresses may be called. Whoever may name a webhook must not thereby make the server talk to its own network: what
/// is not public is refused when the connection is made, after the name was resolved, so that a name that changes its address in between
/// does not help.
/// </summary>
internal sealed class SafeAddresses
{
    // Special-purpose registries of IANA (RFC 6890 and successors).
    private static readonly IPNetwork[] s_closed =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16",
            "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
        }.Select(IPNetwork.Parse),
    ];

    private static readonly IPNetwork s_nat64 = IPNetwork.Parse("64:ff9b::/96");
    private static readonly IPNetwork s_sixToFour = IPNetwork.Parse("2002::/16");
    private readonly IPNetwork[] _allowed;
    private readonly bool _loopback;

    /// <exception cref="SettingException">An entry of <c>Webhooks:AllowedNetworks</c> is no network.</exception>
    public SafeAddresses(IConfiguration configuration)
    {
        var section = configuration.GetSection("Webhooks:AllowedNetworks");
        var named = section.GetChildren().Select(c => c.Value).Append(section.Value).OfType<string>().SelectMany(v => v.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries));
        _allowed = [.. named.Select(text => IPNetwork.TryParse(text, out var network) ? network
            : throw new SettingException($"Webhooks:AllowedNetworks: {text} is no network; write e.g. 10.1.0.0/16, with zeros behind the prefix."))];
        _loopback = configuration.GetValue<bool>("Webhooks:AllowInsecure");
    }

    public bool IsAllowed(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        if (_allowed.Any(network => network.Contains(address)) || (_loopback && IPAddress.IsLoopback(address))) return true;
        // An IPv4 address in disguise is what it leads to.
        if (s_nat64.Contains(address)) return IsAllowed(new IPAddress(address.GetAddressBytes()[12..]));
        if (s_sixToFour.Contains(address)) return IsAllowed(new IPAddress(address.GetAddressBytes()[2..6]));
        return !s_closed.Any(network => network.Contains(address));
    }

    /// <summary>Which urls may be named: https, or plain http to this machine for trying out; no credentials in them.</summary>
    public bool IsUrl(string? text, out Uri url)
    {
        url = null!;
        if (text is not { Length: <= 500 } || !Uri.TryCreate(text.Trim(), UriKind.Absolute, out var parsed) || parsed is not { UserInfo.Length: 0, Fragment.Length: 0 }) return false;
        url = parsed;
        if (parsed.Scheme == "http") return _loopback && IPAddress.TryParse(parsed.Host, out var ip) && IPAddress.IsLoopback(ip);
        return parsed.Scheme == "https" && (!IPAddress.TryParse(parsed.DnsSafeHost, out var literal) || IsAllowed(literal));
    }

    /// <exception cref="ForbiddenAddressException">The name has no address that may be called.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var found = IPAddress.TryParse(context.DnsEndPoint.Host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellation);
        var safe = found.Where(IsAllowed).ToArray();
        if (safe.Length == 0) throw found.Length == 0 ? new SocketException((int)SocketError.HostNotFound) : new ForbiddenAddressException();
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(safe, context.DnsEndPoint.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

internal sealed class ForbiddenAddressException() : IOException("The address must not be called.");
