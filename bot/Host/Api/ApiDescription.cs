using IntakeBot.Host.Api.Cases;
using IntakeBot.Host.Api.Keys;
using IntakeBot.Host.Api.Repeats;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace IntakeBot.Host.Api;

/// <summary>What the description of the interface says besides the endpoints themselves: keys and scopes, headers.</summary>
internal static class ApiDescription
{
    private const string SchemeName = "key";

    public static void Configure(OpenApiOptions options)
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new() { Title = "IntakeBot", Version = "1", Description = Introduction };
            // The document is the same wherever it is served: it is kept in the repository and compared.
            document.Servers = [];
            document.Components ??= new();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                [SchemeName] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "An API key: intake_..." },
            };
            return Task.CompletedTask;
        });
        options.AddSchemaTransformer((schema, context, _) =>
        {
            if (context.JsonPropertyInfo is null && ApiExamples.Of(context.JsonTypeInfo.Type.Name) is { } example) schema.Examples = [example];
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            var marks = context.Description.ActionDescriptor.EndpointMetadata;
            if (marks.OfType<NeedsScope>().FirstOrDefault() is { } needed) Secure(operation, context, needed.Scope);
            if (marks.OfType<Repeatable>().Any())
                Header(operation, RepeatDoor.Header, required: true, "Made by the caller for each thing it wants done, at most 100 characters. The same call with the same key is answered with the first answer and does nothing; another body with it is refused (422). Kept for a day.", "5f0c1c9e-0f1d-4c55-9a3a-6a0f4a5b7c11");
            if (marks.OfType<MayDependOnVersion>().Any())
                Header(operation, "If-Match", required: false, "The ETag of the case as it was seen: when it has changed since, nothing is done (412).", "\"7\"");
            if (marks.OfType<MayUnmask>().Any())
                Header(operation, ApiCaller.ReasonHeader, required: false, "Why personal data are looked at, at most 200 characters, percent-encoded UTF-8. With it, and the scope personal:read, nothing is masked; reason and key are noted on the case's timeline.", "callback%20to%20the%20resident");
            return Task.CompletedTask;
        });
    }

    private const string Introduction = """
        The desk of IntakeBot for other systems: they hear of cases, take them over, answer the resident in the same chat and close them, by the same rules as people at the desk.

        An administrator makes keys, with scopes and the desk whose area they see. Everything outside the area is answered as if it did not exist. Whoever acts through a key is named in the body (`agent`): the resident reads "<display name of the key> <name of the agent>", and one case has one owner, whichever system it is.

        Errors are problem+json with a `code` for programs and a sentence that says what to do.
        """;

    private static void Secure(OpenApiOperation operation, OpenApiOperationTransformerContext context, string scope)
    {
        operation.Security = [new() { [new OpenApiSecuritySchemeReference(SchemeName, context.Document)] = [] }];
        operation.Description = $"{(operation.Description is { Length: > 0 } said ? said + "\n\n" : "")}Needs the scope `{scope}`.";
    }

    private static void Header(OpenApiOperation operation, string name, bool required, string description, string example)
    {
        operation.Parameters ??= [];
        operation.Parameters.Add(new OpenApiParameter
        {
            Name = name,
            In = ParameterLocation.Header,
            Required = required,
            Description = description,
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            Example = example,
        });
    }
}
