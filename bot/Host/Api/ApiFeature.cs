using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace IntakeBot.Host.Api;

internal static class ApiFeature
{
    public static IHostApplicationBuilder AddApi(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ApiKeys>();
        builder.Services.AddProblemDetails();
        builder.Services.AddOpenApi("v1", options => options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new() { Title = "IntakeBot", Version = "1" };
            // The document is the same wherever it is served: it is kept in the repository and compared.
            document.Servers = [];
            document.Components ??= new();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                ["key"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "An API key: intake_..." },
            };
            return Task.CompletedTask;
        }));
        return builder;
    }

    public static WebApplication MapApi(this WebApplication app)
    {
        app.MapPetitions();
        app.MapOpenApi("/openapi/{documentName}.json");
        app.MapScalarApiReference(ReferencePolicy.Path, options => options.WithTitle("IntakeBot").DisableDefaultFonts()).RequireAuthorization();
        return app;
    }
}
