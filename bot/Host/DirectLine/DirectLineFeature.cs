using Microsoft.AspNetCore.Cors.Infrastructure;

namespace IntakeBot.Host.DirectLine;

/// <summary>Direct Line 3.0 as Microsoft's clients speak it, base <c>/v3/directline</c>.</summary>
internal static class DirectLineFeature
{
    public const string Base = "/v3/directline";
    private const string Cors = "directline";

    public static IHostApplicationBuilder AddDirectLine(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ConversationTokens>();
        builder.Services.AddSingleton<DirectLineAccess>();
        builder.Services.AddSingleton<ConversationEndpoints>();
        builder.Services.AddSingleton<ActivityEndpoints>();
        builder.Services.AddSingleton<UploadEndpoint>();
        builder.Services.AddSingleton<StreamEndpoint>();
        builder.Services.AddSingleton<OpenSockets>();
        builder.Services.AddSingleton<DirectLineDoor>();
        builder.Services.AddSingleton<PresenceHints>();

        // The answer names the one origin, never "*", because session ids are asked for with credentials.
        var origins = new PageOrigins(builder.Configuration);
        builder.Services.AddSingleton(origins);
        builder.Services.AddCors(cors => cors.AddPolicy(Cors, policy => policy
            .SetIsOriginAllowed(origins.Allows)
            .WithMethods("GET", "POST", "OPTIONS")
            .AllowAnyHeader()
            .AllowCredentials()
            .WithExposedHeaders("Retry-After")
            .SetPreflightMaxAge(TimeSpan.FromHours(1))));
        return builder;
    }

    public static WebApplication MapDirectLine(this WebApplication app)
    {
        var line = app.MapGroup(Base).RequireCors(Cors).ExcludeFromDescription();
        var conversations = app.Services.GetRequiredService<ConversationEndpoints>();
        var activities = app.Services.GetRequiredService<ActivityEndpoints>();
        var door = app.Services.GetRequiredService<DirectLineDoor>();
        line.MapPost("/tokens/generate", door.Guard(conversations.GenerateAsync));
        line.MapPost("/tokens/refresh", door.Guard(conversations.RefreshAsync));
        line.MapPost("/conversations", door.GuardUnbroken(conversations.StartAsync));
        line.MapGet("/conversations/{id}", door.GuardUnbroken(conversations.ReconnectAsync));
        line.MapGet("/conversations/{id}/activities", activities.PollAsync);
        line.MapPost("/conversations/{id}/activities", door.Guard(activities.PostAsync));
        line.MapPost("/conversations/{id}/upload", door.Guard(app.Services.GetRequiredService<UploadEndpoint>().PostAsync));
        line.MapGet("/conversations/{id}/stream", door.Guard(app.Services.GetRequiredService<StreamEndpoint>().ConnectAsync));
        line.MapGet("/session/getsessionid", ConversationEndpoints.SessionAsync);
        return app;
    }
}
