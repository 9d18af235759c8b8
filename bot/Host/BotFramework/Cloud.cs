namespace IntakeBot.Host.BotFramework;

/// <summary>
/// Where a Microsoft cloud has its doors, by the constants of the released SDKs. Every one can be overridden by a setting of the
/// same name; <c>custom</c> starts with none.
/// </summary>
internal sealed record Cloud
{
    /// <summary><c>iss</c> of the tokens that channels send.</summary>
    public string? Issuer { get; init; }
    /// <summary>OpenID metadata of the keys that sign them.</summary>
    public string? Metadata { get; init; }
    /// <summary>Scope of the tokens that we send to channels.</summary>
    public string? Scope { get; init; }
    /// <summary>Where we get those tokens; <c>{tenant}</c> stands for the tenant.</summary>
    public string? TokenUrl { get; init; }
    /// <summary>The tenant of a multi-tenant bot; null: the setting must say it.</summary>
    public string? Tenant { get; init; }
    /// <summary>OpenID metadata of Entra, whose keys sign the tokens of emulators and other agents.</summary>
    public string? EntraMetadata { get; init; }
    /// <summary>Hosts that a service URL may have: our bearer token goes there. <c>*.</c> stands for any name below.</summary>
    public string[] ServiceHosts { get; init; } = [];

    public static readonly Cloud Public = new()
    {
        Issuer = "https://api.botframework.com",
        Metadata = "https://login.botframework.com/v1/.well-known/openidconfiguration",
        Scope = "https://api.botframework.com/.default",
        TokenUrl = "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token",
        Tenant = "botframework.com",
        EntraMetadata = "https://login.microsoftonline.com/common/v2.0/.well-known/openid-configuration",
        ServiceHosts = ["*.botframework.com", "smba.trafficmanager.net"],
    };

    public static readonly Cloud China = new()
    {
        Issuer = "https://api.botframework.azure.cn",
        Metadata = "https://login.botframework.azure.cn/v1/.well-known/openidconfiguration",
        Scope = "https://api.botframework.azure.cn/.default",
        TokenUrl = "https://login.partner.microsoftonline.cn/{tenant}/oauth2/v2.0/token",
        EntraMetadata = "https://login.partner.microsoftonline.cn/common/v2.0/.well-known/openid-configuration",
        ServiceHosts = ["*.botframework.azure.cn"],
    };

    public static readonly Cloud Custom = new();
}
