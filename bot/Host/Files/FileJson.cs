using System.Text.Json.Serialization;

namespace IntakeBot.Host.Files;

/// <summary>What the engine is told of a stored file, as the attachment's content.</summary>
internal sealed record FileFact(string Id, long Bytes, string Sha256);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(FileFact))]
internal sealed partial class FileJson : JsonSerializerContext;
