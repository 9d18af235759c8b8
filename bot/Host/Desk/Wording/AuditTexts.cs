namespace IntakeBot.Host.Desk.Wording;

/// <summary>Why somebody looks at personal data, and the book of all looks.</summary>
internal sealed class AuditTexts
{
    public required string Title { get; set; }
    public required string Intro { get; set; }
    public required string When { get; set; }
    public required string Who { get; set; }
    public required string Everybody { get; set; }
    public required string Case { get; set; }
    public required string Station { get; set; }
    public required string Day { get; set; }
    public required string What { get; set; }
    public required string Why { get; set; }
    public required string Export { get; set; }
    public required string Empty { get; set; }
    public required string More { get; set; }
    public required string Unusual { get; set; }
    public required string Ask { get; set; }
    /// <summary>The reasons to choose from.</summary>
    public required List<string> Reasons { get; set; }
    public required string Other { get; set; }
    public required string OtherHint { get; set; }
    public required string Confirm { get; set; }
}
