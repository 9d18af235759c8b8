using IntakeBot.Host.StartUp;
using Microsoft.Extensions.Options;

namespace IntakeBot.Host.Outbox;

internal static class OutboxFeature
{
    public static IHostApplicationBuilder AddOutbox(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.Configure<OutboxOptions>(builder.Configuration.GetSection("Outbox"));
        services.AddSingleton<OutboxSignal>();
        services.AddSingleton<OutboxHealth>();
        services.AddSingleton<OutboxStore>();
        services.AddHostedService<OutboxRelay>();
        switch (builder.Configuration["Queue:Provider"]?.ToLowerInvariant())
        {
            case null or "" or "inprocess":
                services.AddSingleton<PetitionSender, InProcessSender>();
                services.AddHostedService<EmbeddedFunctions>();
                break;
            case "azure" when builder.Configuration["Queue:ConnectionString"] is { Length: > 0 } connection:
                services.AddSingleton<PetitionSender>(s => new QueueSender(
                    connection, s.GetRequiredService<IOptions<OutboxOptions>>().Value, s.GetRequiredService<OutboxHealth>(), s.GetRequiredService<TimeProvider>()));
                break;
            case "azure":
                throw new SettingException("Queue:Provider azure needs Queue:ConnectionString.");
            case var other:
                throw new SettingException($"Queue:Provider is '{other}'; it can be inprocess or azure.");
        }

        return builder;
    }
}
