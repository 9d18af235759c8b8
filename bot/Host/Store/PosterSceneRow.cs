namespace IntakeBot.Host.Store;

/// <summary>A permanent parametric code that WeChat made for us: an account has a limited number of them, and they are never given back.</summary>
internal sealed class PosterSceneRow
{
    public required string AppId { get; set; }
    /// <summary>The signed code of the building.</summary>
    public required string Scene { get; set; }
    /// <summary>What the picture says; scanned, it opens the account.</summary>
    public required string Url { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
}
