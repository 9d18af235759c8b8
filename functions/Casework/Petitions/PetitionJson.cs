using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace IntakeBot.Casework.Petitions;

/// <summary>
/// How a petition is written: camelCase, unknown values absent, Chinese unescaped, times with the offset they were given.
/// </summary>
public static class PetitionJson
{
    private static readonly PetitionJsonContext Context = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        AllowDuplicateProperties = false,
        MaxDepth = 32,
    });

    public static JsonTypeInfo<Petition> Petition => Context.Petition;
    public static JsonTypeInfo<Supplement> Supplement => Context.Supplement;
    internal static JsonTypeInfo<PetitionEnvelope> Envelope => Context.PetitionEnvelope;
    internal static JsonTypeInfo<string> Text => Context.String;

    public static string Write(Petition petition) => JsonSerializer.Serialize(petition, Context.Petition);

    /// <summary>Reads what <see cref="Write"/> wrote. Foreign text goes through <see cref="PetitionSchema"/> first.</summary>
    /// <exception cref="JsonException">The text is no petition.</exception>
    public static Petition Read(string json) =>
        JsonSerializer.Deserialize(json, Context.Petition) ?? throw new JsonException("a petition is an object");
}

[JsonSerializable(typeof(Petition))]
[JsonSerializable(typeof(Supplement))]
[JsonSerializable(typeof(PetitionEnvelope))]
internal sealed partial class PetitionJsonContext : JsonSerializerContext;
