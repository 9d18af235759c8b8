namespace IntakeBot.Host.BotFramework;

/// <summary>
/// The hosts that a service URL may have. It decides where our bearer token is sent, so nothing else is ever called with it.
/// </summary>
/// <param name="names">Host names; <c>*.example.com</c> is any name below example.com; another port than 443 is written behind.</param>
/// <param name="loopback">Also this machine, without TLS: emulators and the Agents Playground (Development).</param>
internal sealed class ServiceHosts(IReadOnlyList<string> names, bool loopback)
{
    /// <summary>The service URL as an address, or null when it may not be called.</summary>
    public Uri? Open(string? serviceUrl)
    {
        if (serviceUrl is null || !Uri.TryCreate(serviceUrl, UriKind.Absolute, out var url)) return null;
        if (url.UserInfo.Length > 0 || url.Query.Length > 0 || url.Fragment.Length > 0) return null;
        return Allows(url) ? url : null;
    }

    public bool Allows(Uri url)
    {
        if (loopback && url is { IsLoopback: true, Scheme: "http" or "https" }) return true;
        return url.Scheme == Uri.UriSchemeHttps && names.Any(name => Matches(name, url));
    }

    private static bool Matches(string name, Uri url)
    {
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        if ((colon < 0 ? "443" : name[(colon + 1)..]) != url.Port.ToString()) return false;
        var wanted = colon < 0 ? name : name[..colon];
        return wanted.StartsWith("*.", StringComparison.Ordinal)
            ? url.IdnHost.Length > wanted.Length - 1 && url.IdnHost.EndsWith(wanted[1..], StringComparison.OrdinalIgnoreCase)
            : url.IdnHost.Equals(wanted, StringComparison.OrdinalIgnoreCase);
    }
}
