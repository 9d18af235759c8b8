using IntakeBot.Host.Presence;

namespace IntakeBot.Host.Channels;

/// <summary>What all channels share; the products themselves stand in rooms of their own.</summary>
internal static class ChannelsFeature
{
    public static IHostApplicationBuilder AddChannels(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<PushSignal>();
        services.AddSingleton<ChannelAddresses>();
        services.AddSingleton<Pushes>();
        services.AddSingleton<ChannelDoor>();
        services.AddHostedService<PushPump>();
        services.AddPresence();
        return builder;
    }
}
