using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace IntakeBot.Host.Webhooks;

/// <summary>Signs as Standard Webhooks has it (standardwebhooks.com, specification 1.0): HMAC-SHA256 over id, time and body.</summary>
internal static class WebhookSecret
{
    private const string Prefix = "whsec_";

    public static string Make() => Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    /// <param name="secret">As <see cref="Make"/> gave it.</param>
    /// <returns>The value of the header <c>webhook-signature</c>.</returns>
    public static string Sign(string secret, string id, DateTimeOffset at, string body)
    {
        var signed = string.Create(CultureInfo.InvariantCulture, $"{id}.{at.ToUnixTimeSeconds()}.{body}");
        return "v1," + Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(secret[Prefix.Length..]), Encoding.UTF8.GetBytes(signed)));
    }
}
