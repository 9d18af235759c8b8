namespace IntakeBot.Host.Presence;

/// <summary>That somebody is there: who is typing, how far each side has read, who waits.</summary>
internal static class PresenceFeature
{
    public static IServiceCollection AddPresence(this IServiceCollection services)
    {
        services.AddSingleton<StaffTyping>();
        services.AddSingleton<ReadMarks>();
        services.AddHostedService(s => s.GetRequiredService<ReadMarks>());
        return services;
    }
}
