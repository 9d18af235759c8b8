using System.Text.Json;

namespace IntakeBot.Load.Flow;

/// <summary>The conversation that every contender plays, from the greeting to the receipt: <c>tests/peers/yardsticks/flow.json</c>.</summary>
internal sealed record PetitionFlow(IReadOnlyList<string> Places, IReadOnlyList<FlowStep> Steps)
{
    private const string Place = "{place}";

    public static PetitionFlow Read()
    {
        using var file = typeof(PetitionFlow).Assembly.GetManifestResourceStream("flow.json")!;
        return JsonSerializer.Deserialize<PetitionFlow>(file, JsonSerializerOptions.Web)!;
    }

    /// <summary>What the resident of a conversation says at a step; null: they only come in.</summary>
    public string? Said(int step, int resident) => Steps[step].Say?.Replace(Place, Places[resident % Places.Count], StringComparison.Ordinal);
}

/// <param name="Say">The resident's words; null: the resident enters.</param>
/// <param name="Asks">The slot that the answer asks for; null: it ends with the receipt.</param>
/// <param name="Answer">What a contender without words of its own answers.</param>
internal sealed record FlowStep(string? Say, string? Asks, string Answer, IReadOnlyList<string>? Options)
{
    /// <summary>What must stand in the answer, as bytes.</summary>
    public byte[] Proof { get; } = System.Text.Encoding.UTF8.GetBytes(Asks is null ? "\"receipt\":\"" : $"\"asking\":\"{Asks}\"");
}
