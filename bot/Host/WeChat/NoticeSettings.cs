using IntakeBot.Host.StartUp;

namespace IntakeBot.Host.WeChat;

/// <summary>Settings under <c>WeChat:Notice</c>: the subscription notice that says that staff answered when no message may be sent any more.</summary>
internal sealed record NoticeSettings
{
    /// <summary>Id of the account's template.</summary>
    public required string TemplateId { get; init; }
    /// <summary>The template's field for the receipt, such as <c>character_string1</c>.</summary>
    public required string ReceiptField { get; init; }
    /// <summary>The template's field for the state, such as <c>phrase2</c>.</summary>
    public required string StateField { get; init; }
    /// <summary>The page on which a resident may consent, offered together with the receipt; null: consent comes by the account's own menu.</summary>
    public string? ConsentUrl { get; init; }

    /// <summary>null: none is set up.</summary>
    /// <exception cref="SettingException">It is set up by half.</exception>
    public static NoticeSettings? From(IConfigurationSection section)
    {
        if (section["TemplateId"] is not { Length: > 0 } template) return null;
        return new()
        {
            TemplateId = template,
            ReceiptField = Field("ReceiptField", "character_string1"),
            StateField = Field("StateField", "phrase2"),
            ConsentUrl = section["ConsentUrl"] switch
            {
                null or "" => null,
                var url when Uri.TryCreate(url, UriKind.Absolute, out var parsed) && parsed.Scheme == Uri.UriSchemeHttps => url,
                _ => throw new SettingException($"{section.Path}:ConsentUrl must be an https address."),
            },
        };

        string Field(string name, string example) => section[name] is { Length: > 0 and <= 40 } field
            ? field
            : throw new SettingException($"{section.Path}:{name} must name the field of the template, such as {example}.");
    }
}
