namespace IntakeBot.Dialogue.Flows;

/// <summary>Slots that the engine itself knows. Content may add others; their answers go into the description.</summary>
public static class SlotNames
{
    public const string Problem = "problem";
    public const string Category = "category";
    public const string Where = "where";
    public const string Detail = "detail";
    public const string When = "when";
    public const string Since = "since";
    public const string Amount = "amount";
    public const string People = "people";
    public const string Representatives = "representatives";
    public const string Counterparty = "counterparty";
    public const string Wish = "wish";
    public const string Contact = "contact";
    public const string Anonymous = "anonymous";
    public const string Photo = "photo";
    public const string Confirm = "confirm";
    public const string Duplicate = "duplicate";
    public const string Second = "second";
    public const string Rating = "rating";
    public const string Visit = "visit";
}
