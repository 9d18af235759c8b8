using IntakeBot.Host.Links;
using IntakeBot.Host.StartUp;

namespace IntakeBot.Host.Posters;

/// <summary>What the codes on the posters lead to.</summary>
internal abstract class PosterLinks
{
    /// <summary>A sentence the one who prints should read first; null: all is well.</summary>
    public virtual string? Warning => null;

    /// <summary>How many of these buildings have no link yet; making them may take long.</summary>
    /// <exception cref="SettingException">So many cannot be had.</exception>
    public virtual Task<int> MissingAsync(IReadOnlyCollection<string> buildings, CancellationToken cancellation) => Task.FromResult(0);

    /// <summary>Makes those that are missing.</summary>
    /// <param name="progress">Told how many more there are; from several threads.</param>
    /// <exception cref="SettingException">They are not to be had just now; those that were made are kept.</exception>
    public virtual Task MakeAsync(IReadOnlyCollection<string> buildings, Action<int> progress, CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>The link of a building that is not missing.</summary>
    public abstract string Of(string building);
}

/// <summary>The resident page: <c>BASE/q/SIGNED-CODE</c>.</summary>
internal sealed class WebLinks : PosterLinks
{
    private readonly string _base;
    private readonly SignedCodes _codes;

    /// <exception cref="SettingException">No address, or one that must not be printed.</exception>
    public WebLinks(string? baseUrl, SignedCodes codes)
    {
        if (string.IsNullOrWhiteSpace(baseUrl)) throw new SettingException("Say where residents reach the page: --base-url https://..., or the setting Posters:BaseUrl.");
        if (!Uri.TryCreate(baseUrl.Trim(), UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http") || url.Query.Length > 0 || url.Fragment.Length > 0 || url.UserInfo.Length > 0)
            throw new SettingException($"--base-url {baseUrl} is no address such as https://intake.example.gov.cn.");
        // Whoever stands between the phone and the page could read and change what residents write.
        if (url.Scheme == "http" && !url.IsLoopback) throw new SettingException("--base-url must begin with https://: a poster hangs for years, and what residents write must not be read on the way.");
        (_base, _codes) = (url.GetLeftPart(UriPartial.Path).TrimEnd('/'), codes);
        if (url.IsLoopback) Warning = "The codes lead to this computer only: for posters to hang up, give --base-url https://...";
    }

    public override string? Warning { get; }

    public override string Of(string building) => $"{_base}/q/{_codes.Sign(building)}";
}
