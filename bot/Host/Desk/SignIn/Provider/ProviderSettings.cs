using IntakeBot.Host.Desk.Wording;
using IntakeBot.Host.Staff;
using IntakeBot.Host.StartUp;

namespace IntakeBot.Host.Desk.SignIn.Provider;

/// <summary>Sign-in through the city's own identity provider (OpenID Connect), beside local accounts or instead of them.</summary>
/// <param name="Authority">Issuer, e.g. https://id.example.gov.cn.</param>
/// <param name="ClientSecret">null: a public client, which proves itself by PKCE alone.</param>
/// <param name="NameClaim">Claim with the name of the person.</param>
/// <param name="AccountClaim">Claim that equals the user name of an account, by which it is linked at the first sign-in.</param>
/// <param name="RequireMfa">Only people whose provider says that they used more than a password.</param>
/// <param name="Only">No sign-in by password.</param>
/// <param name="RoleClaim">Claim by whose values (<paramref name="Roles"/>) accounts are made for people who have none; null: never.</param>
/// <param name="StationClaim">Claim with the code of the station of such an account.</param>
internal sealed record ProviderSettings(
    Uri Authority, string ClientId, string? ClientSecret, string NameClaim, string AccountClaim, bool RequireMfa, bool Only,
    string? RoleClaim, IReadOnlyDictionary<string, StaffRole> Roles, string? StationClaim)
{
    public const string Section = "Desk:OpenIdConnect";

    /// <summary>null: not configured.</summary>
    /// <exception cref="SettingException">It is configured in a way that cannot work.</exception>
    public static ProviderSettings? Of(IConfiguration configuration)
    {
        var section = configuration.GetSection(Section);
        if (Text("Authority") is not { } address)
            return Flag("Only") ? throw new SettingException($"{Section}:Only is set but there is no {Section}:Authority: nobody could sign in. Name the provider or leave Only out.") : null;
        if (!Uri.TryCreate(address, UriKind.Absolute, out var authority) || (authority.Scheme != Uri.UriSchemeHttps && !(authority.Scheme == Uri.UriSchemeHttp && authority.IsLoopback)))
            throw new SettingException($"{Section}:Authority must be the https address of the provider, e.g. https://id.example.gov.cn.");
        if (Text("ClientId") is not { } client) throw new SettingException($"{Section}:ClientId is missing: register this desk at the provider and put the client id here.");
        var roles = new Dictionary<string, StaffRole>(StringComparer.Ordinal);
        foreach (var entry in section.GetSection("Roles").GetChildren())
            roles[entry.Key] = Enum.GetValues<StaffRole>().Where(role => role.Code() == entry.Value).Cast<StaffRole?>().FirstOrDefault()
                ?? throw new SettingException($"{entry.Path} is '{entry.Value}'; it can be {string.Join(", ", Enum.GetValues<StaffRole>().Select(role => role.Code()))}.");
        if (roles.Count > 0 != Text("RoleClaim") is not null) throw new SettingException($"{Section}:RoleClaim and {Section}:Roles belong together: give both or neither.");
        return new(authority, client, Text("ClientSecret"), Text("NameClaim") ?? "name", Text("AccountClaim") ?? "preferred_username", Flag("RequireMfa"), Flag("Only"),
            Text("RoleClaim"), roles, Text("StationClaim"));

        string? Text(string name) => section[name]?.Trim() is { Length: > 0 } text ? text : null;
        bool Flag(string name) => Text(name) is { } text && (bool.TryParse(text, out var flag) ? flag : throw new SettingException($"{Section}:{name} is '{text}'; it can be true or false."));
    }

    public string Origin => Authority.GetLeftPart(UriPartial.Authority);
}
