using System.Net;

namespace IntakeBot.Host.Robots;

/// <summary>
/// Which addresses may be called: those of the product itself, over HTTPS. Whoever may name a robot must not thereby make the
/// server call anything else.
/// </summary>
internal static class RobotAddress
{
    public static bool IsAllowed(RobotProduct product, Uri? address, RobotOptions options)
    {
        if (address is not { IsAbsoluteUri: true, UserInfo.Length: 0, Fragment.Length: 0 }) return false;
        if (options.AllowLoopback && address.Scheme is "http" && IPAddress.TryParse(address.Host, out var ip) && IPAddress.IsLoopback(ip)) return true;
        return address.Scheme == "https" && address.IsDefaultPort && address.Host == product.Host
            && address.AbsolutePath.StartsWith(product.Path, StringComparison.Ordinal);
    }

    public static Uri? Parse(string? text) => Uri.TryCreate(text?.Trim(), UriKind.Absolute, out var address) ? address : null;

    /// <summary>The product of a webhook's host; null for any other host.</summary>
    public static RobotKind? KindOf(Uri? address) =>
        Enum.GetValues<RobotKind>().Where(kind => RobotProduct.Of(kind).Host == address?.Host).Select(kind => (RobotKind?)kind).FirstOrDefault();
}
