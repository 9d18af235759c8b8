using IntakeBot.Host.Api.Cases;
using IntakeBot.Host.Api.Duty;
using IntakeBot.Host.Api.Events;
using IntakeBot.Host.Api.Hooks;
using IntakeBot.Host.Api.Keys;
using IntakeBot.Host.Api.Repeats;
using IntakeBot.Host.Live;
using Scalar.AspNetCore;

namespace IntakeBot.Host.Api;

/// <summary>The interface for other programs: petitions, the desk's cases, duty, events, webhooks.</summary>
internal static class ApiFeature
{
    public static IHostApplicationBuilder AddApi(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<ApiKeys>();
        services.AddSingleton<KeyDoor>();
        services.AddSingleton<ApiAnswers>();
        services.AddSingleton<RepeatDoor>();
        services.AddSingleton<CaseShapes>();
        services.AddSingleton<PersonalLooks>();
        services.AddSingleton<CaseDoer>();
        services.Configure<EventOptions>(builder.Configuration.GetSection("Events"));
        services.AddSingleton<SettledTimeline>();
        services.AddSingleton<OpenStreams>();
        services.AddSingleton<HookArea>();
        services.AddProblemDetails();
        services.AddOpenApi("v1", ApiDescription.Configure);
        return builder;
    }

    public static WebApplication MapApi(this WebApplication app)
    {
        app.UseApiDoors();
        app.MapPetitions();
        var v1 = app.MapGroup("/api/v1");
        v1.MapCaseReads();
        v1.MapCaseActions();
        v1.MapReferences();
        v1.MapEvents();
        v1.MapHooks();
        v1.MapDuty();
        app.MapOpenApi("/openapi/{documentName}.json");
        app.MapScalarApiReference(ReferencePolicy.Path, options => options.WithTitle("IntakeBot").DisableDefaultFonts()).RequireAuthorization();
        return app;
    }
}
