using IntakeBot.Dialogue.Content;

namespace IntakeBot.Host.ResidentPage;

/// <summary>Makes the page anew when another edition of the content is published; one with broken page texts is passed over.</summary>
/// <param name="content">The files of the edition in use.</param>
internal sealed partial class PageLibrary(Func<ContentFiles> content, PageAssets assets, ILogger<PageLibrary> logger)
{
    private readonly Lock _gate = new();
    private ContentFiles? _made;
    private PageEdition? _page;

    public PageEdition Current
    {
        get
        {
            var files = content();
            lock (_gate)
            {
                if (_page is not null && ReferenceEquals(files, _made)) return _page;
                try
                {
                    _page = PageEdition.Of(files, assets);
                }
                catch (ContentException e) when (_page is not null)
                {
                    LogPassedOver(logger, e.Message);
                }
                _made = files;
                return _page;
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The resident page keeps its texts, because those just published cannot be used: {Problems}")]
    private static partial void LogPassedOver(ILogger logger, string problems);
}
