using System.Text.Json.Nodes;
using IntakeBot.Casework.Petitions;
using IntakeBot.Host.Desk.Cases;

namespace IntakeBot.Host.Api;

/// <summary>petition/1 as JSON, with the personal data hidden that the desk hides too until somebody asks for them.</summary>
internal static class MaskedPetition
{
    public static JsonObject Json(Petition petition, bool masked) => JsonNode.Parse(PetitionJson.Write(masked ? Mask(petition) : petition))!.AsObject();

    private static Petition Mask(Petition petition) => petition with
    {
        Title = Masked.InText(petition.Title),
        Description = Masked.InText(petition.Description),
        Wish = petition.Wish is { } wish ? Masked.InText(wish) : null,
        Reporter = petition.Reporter is { } reporter ? reporter with { Name = Name(reporter.Name), Phone = Phone(reporter.Phone) } : null,
        Counterparty = petition.Counterparty is { } against ? against with { Phone = Phone(against.Phone) } : null,
        Supplements = petition.Supplements is { } added ? [.. added.Select(s => s with { Text = Masked.InText(s.Text) })] : null,
    };

    private static string? Name(string? name) => string.IsNullOrEmpty(name) ? name : Masked.Name(name);
    private static string? Phone(string? phone) => phone is null ? null : Masked.Phone(phone);
}
