using System.Text;
using System.Text.Json;

namespace IntakeBot.Casework.Petitions;

internal static class EnvelopeReader
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 32, AllowDuplicateProperties = false };
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static EnvelopeReading Read(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(StrictUtf8.GetBytes(text), Strict);
            return Read(document.RootElement);
        }
        catch (Exception half) when (half is EncoderFallbackException or InvalidOperationException)
        {
            return Broken("half a character (lone surrogate)");
        }
        catch (JsonException broken)
        {
            return Broken(broken.LineNumber is { } line ? $"no JSON at line {line + 1}, byte {broken.BytePositionInLine + 1}" : "no JSON");
        }
    }

    private static EnvelopeReading Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object) return Broken("the message is no JSON object");
        if (!root.TryGetProperty("v", out var v) || v.ValueKind != JsonValueKind.Number || !v.TryGetInt32(out var version))
            return Fault(EnvelopeFault.UnknownVersion, "v is missing or no number");
        if (version != PetitionEnvelope.Version) return Fault(EnvelopeFault.UnknownVersion, $"version {version} is not known here");
        if (!root.TryGetProperty("kind", out var kind) || kind.ValueKind != JsonValueKind.String || kind.GetString() != PetitionEnvelope.PetitionKind)
            return Fault(EnvelopeFault.UnknownKind, "kind is not \"petition\"");
        if (!root.TryGetProperty("petition", out var body)) return Fault(EnvelopeFault.SchemaErrors, "petition: is missing");

        var (petition, errors) = PetitionSchema.Check(body);
        if (petition is null) return Fault(EnvelopeFault.SchemaErrors, string.Join("; ", errors.Take(10)));

        var trace = root.TryGetProperty("traceparent", out var t) && t.ValueKind == JsonValueKind.String ? t.GetString() : null;
        return new EnvelopeReading(new PetitionEnvelope(version, PetitionEnvelope.PetitionKind, petition with { Reporter = null }, trace), null);
    }

    private static EnvelopeReading Broken(string detail) => Fault(EnvelopeFault.BrokenJson, detail);
    private static EnvelopeReading Fault(EnvelopeFault fault, string detail) => new(null, new EnvelopeProblem(fault, detail));
}
