using System.Security.Cryptography.X509Certificates;
using IntakeBot.Casework.Store;
using IntakeBot.Host.Security;
using IntakeBot.Host.StartUp;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace IntakeBot.Host.Store;

internal static class StoreFeature
{
    public static IHostApplicationBuilder AddStore(this IHostApplicationBuilder builder)
    {
        var store = Options(builder.Configuration);
        builder.Services.AddSingleton(store);
        if (store.Provider == StoreProvider.Postgres)
        {
            builder.Services.AddSingleton(_ =>
            {
                var source = new NpgsqlDataSourceBuilder(store.ConnectionString);
                // Every statement of a turn is prepared once per connection.
                source.ConnectionStringBuilder.MaxAutoPrepare = 64;
                source.ConnectionStringBuilder.AutoPrepareMinUsages = 2;
                return source.Build();
            });
        }

        builder.Services.AddSingleton(services => new HostDbFactory(store, services.GetService<NpgsqlDataSource>()));
        builder.Services.AddSingleton<IDbContextFactory<HostDb>>(services => services.GetRequiredService<HostDbFactory>());
        builder.Services.AddScoped(services => services.GetRequiredService<HostDbFactory>().CreateDbContext());
        builder.Services.AddSingleton<WriteGate>();
        builder.Services.AddSingleton<ContactMarking>();
        builder.Services.AddHostedService(services => services.GetRequiredService<ContactMarking>());
        builder.Services.AddSingleton<ServerKeys>();
        builder.Services.AddSingleton<Seal>();
        builder.Services.AddSingleton<IPersonalDataProtector>(services => services.GetRequiredService<Seal>());
        var protection = builder.Services.AddDataProtection().SetApplicationName("IntakeBot").PersistKeysToDbContext<HostDb>();
        // With a certificate outside the database a stolen database stays closed.
        if (builder.Configuration["DataProtection:Certificate"] is { Length: > 0 } file)
            protection.ProtectKeysWithCertificate(X509CertificateLoader.LoadPkcs12FromFile(file, builder.Configuration["DataProtection:Password"]));
        return builder;
    }

    public static StoreOptions Options(IConfiguration configuration)
    {
        try
        {
            return StoreOptions.From(configuration);
        }
        catch (InvalidOperationException wrong)
        {
            throw new SettingException(wrong.Message);
        }
    }
}
