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

        // The bearer token is the only key, so any page may ask unless DirectLine:Origins says which; the answer names that
        // one origin, never "*", because session ids are asked for with credentials.
        var origins = builder.Configuration.GetSection("DirectLine:Origins").Get<string[]>();
        builder.Services.AddCors(cors => cors.AddPolicy(Cors, policy => policy
            .SetIsOriginAllowed(origin => origins is not { Length: > 0 } || origins.Contains(origin))
            .WithMethods("GET", "POST", "OPTIONS")
            .AllowAnyHeader()
            .AllowCredentials()
            .SetPreflightMaxAge(TimeSpan.FromHours(1))));
        return builder;
    }

    public static WebApplication MapDirectLine(this WebApplication app)
    {
        var line = app.MapGroup(Base).RequireCors(Cors).ExcludeFromDescription();
        var conversations = app.Services.GetRequiredService<ConversationEndpoints>();
        var activities = app.Services.GetRequiredService<ActivityEndpoints>();
        line.MapPost("/tokens/generate", conversations.GenerateAsync);
        line.MapPost("/tokens/refresh", conversations.RefreshAsync);
        line.MapPost("/conversations", conversations.StartAsync);
        line.MapGet("/conversations/{id}", conversations.ReconnectAsync);
        line.MapGet("/conversations/{id}/activities", activities.PollAsync);
        line.MapPost("/conversations/{id}/activities", activities.PostAsync);
        line.MapPost("/conversations/{id}/upload", app.Services.GetRequiredService<UploadEndpoint>().PostAsync);
        line.MapGet("/conversations/{id}/stream", app.Services.GetRequiredService<StreamEndpoint>().ConnectAsync);
        line.MapGet("/session/getsessionid", ConversationEndpoints.SessionAsync);
        return app;
    }
}
