using System.Text.Json;
using System.Text.Json.Serialization;

namespace IntakeBot.Dialogue.Activities;

/// <summary>Source-generated JSON of activities: camelCase, absent instead of null, Chinese unescaped.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    PropertyNameCaseInsensitive = false)]
[JsonSerializable(typeof(Activity))]
[JsonSerializable(typeof(IReadOnlyList<Activity>))]
[JsonSerializable(typeof(Activity[]))]
public sealed partial class ActivityJson : JsonSerializerContext
{
    private static ActivityJson? s_relaxed;

    /// <summary>The context to use: it writes 汉字 as they are, which halves the bytes.</summary>
    public static ActivityJson Relaxed => s_relaxed ??= new(new JsonSerializerOptions(Default.Options)
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        TypeInfoResolver = null,
    });
}
