using IntakeBot.Host.StartUp;

namespace IntakeBot.Host.BotFramework;

/// <summary>
/// Settings under <c>BotFramework</c>, checked once at the start. Without an app id there is no route outside Development; there,
/// without one, requests come without Authorization, as the Agents Playground sends them. Nothing switches a check off.
/// </summary>
internal sealed class BotFrameworkSettings
{
    private const string Section = "BotFramework";
    // What the channel emulators and the Agents SDK sample accept: Microsoft's own tenants.
    private static readonly string[] s_emulatorTenants =
        ["d6d49420-f39b-4df7-a1dc-d59a935871db", "f8cdef31-a31e-4b4a-93e4-5f571e91255a", "69e9b82d-4842-4902-8d1e-abc5b98a55e8"];

    private BotFrameworkSettings()
    {
    }

    public string? AppId { get; private init; }
    public string? AppPassword { get; private init; }
    public bool Development { get; private init; }
    public string Issuer { get; private init; } = "";
    public string Metadata { get; private init; } = "";
    public string Scope { get; private init; } = "";
    public string TokenUrl { get; private init; } = "";
    public string EntraMetadata { get; private init; } = "";
    public ServiceHosts ServiceHosts { get; private init; } = new([], false);
    /// <summary>Entra issuers whose tokens are taken. Development: also those of emulators.</summary>
    public IReadOnlyCollection<string> EntraIssuers { get; private init; } = [];
    /// <summary>App ids that may call with an Entra token. Development: only our own, which is what an emulator has.</summary>
    public IReadOnlyCollection<string> EntraCallers { get; private init; } = [];

    /// <returns>null: nobody asked for it.</returns>
    /// <exception cref="SettingException">Asked for, but not in a way that can work.</exception>
    public static BotFrameworkSettings? From(IConfiguration configuration, bool development)
    {
        var section = configuration.GetSection(Section);
        var appId = Text(section, "AppId");
        if (appId is null && !development) return section.GetChildren().Any(IsSet) ? throw new SettingException("BotFramework:AppId is missing: without it no message of a channel can be verified.") : null;
        if (Text(section, "AppPassword") is null != appId is null) throw new SettingException("BotFramework:AppId and BotFramework:AppPassword belong together: set both or neither.");

        var cloud = CloudOf(section);
        var tenant = Text(section, "TenantId") ?? cloud.Tenant;
        var entraIssuers = Texts(section, "EntraIssuers");
        var entraCallers = Texts(section, "EntraCallers");
        if (entraIssuers.Length == 0 != (entraCallers.Length == 0)) throw new SettingException("BotFramework:EntraIssuers and BotFramework:EntraCallers belong together: whose tokens are taken, and from which app ids.");
        var hosts = Texts(section, "AllowedServiceHosts") is { Length: > 0 } given ? given : cloud.ServiceHosts;
        if (appId is not null && hosts.Length == 0) throw new SettingException("BotFramework:AllowedServiceHosts is empty: name the hosts that the channels' service URLs may have.");

        return new()
        {
            AppId = appId,
            AppPassword = Text(section, "AppPassword"),
            Development = development,
            Issuer = Needed(section, "Issuer", cloud.Issuer, appId),
            Metadata = Url(section, "Metadata", cloud.Metadata, appId, development),
            Scope = Needed(section, "Scope", cloud.Scope, appId),
            TokenUrl = WithTenant(Url(section, "TokenUrl", cloud.TokenUrl, appId, development), tenant, appId),
            EntraMetadata = Url(section, "EntraMetadata", cloud.EntraMetadata, entraIssuers.Length > 0 ? appId : null, development),
            ServiceHosts = new(hosts, development),
            EntraIssuers = development ? [.. entraIssuers, .. EmulatorIssuers(Text(section, "TenantId"))] : entraIssuers,
            EntraCallers = development && appId is not null ? [.. entraCallers, appId] : entraCallers,
        };
    }

    private static Cloud CloudOf(IConfigurationSection section) => Text(section, "Cloud")?.ToLowerInvariant() switch
    {
        null or "public" => Cloud.Public,
        "china" => Cloud.China,
        "custom" => Cloud.Custom,
        var other => throw new SettingException($"BotFramework:Cloud is '{other}'; it can be public, china or custom."),
    };

    private static IEnumerable<string> EmulatorIssuers(string? ownTenant) =>
        (ownTenant is null ? s_emulatorTenants : [.. s_emulatorTenants, ownTenant])
        .SelectMany(tenant => (string[])[$"https://sts.windows.net/{tenant}/", $"https://login.microsoftonline.com/{tenant}/v2.0"]);

    private static string WithTenant(string url, string? tenant, string? appId)
    {
        if (!url.Contains("{tenant}", StringComparison.Ordinal)) return url;
        if (tenant is null && appId is not null) throw new SettingException("BotFramework:TenantId is missing: this cloud has no tenant for all bots.");
        return url.Replace("{tenant}", Uri.EscapeDataString(tenant ?? ""), StringComparison.Ordinal);
    }

    private static string Url(IConfigurationSection section, string name, string? usual, string? appId, bool development)
    {
        var url = Needed(section, name, usual, appId);
        if (url.Length == 0) return url;
        if (!Uri.TryCreate(url, UriKind.Absolute, out var parsed) || !(parsed.Scheme == Uri.UriSchemeHttps || (development && parsed.Scheme == Uri.UriSchemeHttp)))
            throw new SettingException($"BotFramework:{name} must be an https address.");
        return url;
    }

    // Without an app id nothing is verified against it, so it may be absent.
    private static string Needed(IConfigurationSection section, string name, string? usual, string? appId) =>
        Text(section, name) ?? usual ?? (appId is null ? "" : throw new SettingException($"BotFramework:{name} is missing: Cloud custom sets every address itself."));

    private static bool IsSet(IConfigurationSection setting) => setting.Value is { Length: > 0 } || setting.GetChildren().Any(IsSet);
    private static string? Text(IConfigurationSection section, string name) => section[name] is { Length: > 0 } text ? text : null;
    private static string[] Texts(IConfigurationSection section, string name) => section.GetSection(name).Get<string[]>() ?? [];
}
