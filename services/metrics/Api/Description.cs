using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Platform.Metrics.Api;

/// <summary>What the OpenAPI document says beside what is read off the code: what it is about, in words, and with examples.</summary>
internal sealed class Description : IOpenApiDocumentTransformer
{
    private const string Scheme = "bearer";

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Platform: performance",
            Version = "1",
            Description = "How fast and how busy the platform is. Times are in milliseconds. Outside Development a bearer token with the scope metrics:read is needed.",
        };
        // Behind a gateway the service does not know its own address.
        document.Servers = [];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [Scheme] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = Scheme, BearerFormat = "JWT" },
        };
        document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, document)] = [] }];
        foreach (var words in Words.All)
        {
            Describe(document.Paths[words.Path].Operations![HttpMethod.Get], words);
        }

        return Task.CompletedTask;
    }

    private static void Describe(OpenApiOperation operation, Words words)
    {
        operation.Summary = words.Summary;
        operation.Description = words.Text;
        foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? [])
        {
            var (text, values) = Words.Parameters[parameter.Name!];
            parameter.Description = text;
            parameter.Schema = new OpenApiSchema { Type = JsonSchemaType.String, Enum = [.. values.Select(value => (JsonNode)value)] };
        }

        if (operation.Responses?["200"].Content?.TryGetValue("application/json", out var content) is true)
        {
            ((OpenApiMediaType)content).Example = JsonSerializer.SerializeToNode(words.Example, words.Example.GetType());
        }
    }
}
