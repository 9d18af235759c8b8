using IntakeBot.Casework.Petitions;

namespace IntakeBot.Casework.Routing;

/// <summary>A petition that nobody sent, for the walk before the first one.</summary>
internal static class MadeUpPetition
{
    public static Petition At(DateTimeOffset now) => new()
    {
        Id = Guid.Empty,
        Receipt = $"{Receipt.Prefix}-22222-22222",
        SubmittedAt = now.ToOffset(ChinaTime.Offset),
        Channel = "webchat",
        Language = "en",
        Kind = "request",
        Category = new("rental.deposit", 1, "resident"),
        Title = "warm-up",
        Description = "warm-up",
        Where = new("typed", Address: "1"),
        Urgency = new("normal", []),
        Conversation = new("warm-up", "petition", 1),
    };
}
