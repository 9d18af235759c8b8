namespace IntakeBot.Host.StartUp;

/// <summary>What the program sets for itself before any feature: address, quiet console, bounded requests, a clean end.</summary>
internal static class HostSettings
{
    private const long LargestRequest = 2 * 1024 * 1024;

    public static WebApplicationBuilder ConfigureHost(this WebApplicationBuilder builder)
    {
        builder.Configuration["contentRoot"] = builder.Environment.ContentRootPath;
        // Built, not published: the pages of this and of the component packages are found through the manifest.
        builder.WebHost.UseStaticWebAssets();
        if (!HasAddress(builder.Configuration)) builder.WebHost.UseUrls(IntakeApp.DefaultUrl);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestRequest;
        });
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(15));

        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        // Said by the program itself, in one sentence.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        // Would write paths, which hold receipts.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        // That keys lie in the database as they are is our choice, not news at every first start.
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection.KeyManagement.XmlKeyManager", LogLevel.Error);
        return builder;
    }

    private static bool HasAddress(ConfigurationManager configuration) =>
        configuration["urls"] is { Length: > 0 } || configuration["http_ports"] is { Length: > 0 } || configuration["https_ports"] is { Length: > 0 }
        || configuration.GetSection("Kestrel:Endpoints").Exists();
}
