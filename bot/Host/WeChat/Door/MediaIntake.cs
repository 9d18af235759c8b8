using IntakeBot.Dialogue.Activities;
using IntakeBot.Host.Files;
using IntakeBot.Host.WeChat.Api;

namespace IntakeBot.Host.WeChat.Door;

/// <summary>Fetches what a resident sent as soon as it is announced, for WeChat keeps it for days only, into the same store as every upload.</summary>
internal sealed class MediaIntake(WeChatApi api, Uploads uploads) : IDisposable
{
    // A night on which a whole street sends videos must not fill the memory.
    private readonly SemaphoreSlim _atOnce = new(8, 8);

    public async Task<MediaTaken> TakeAsync(string conversationId, string mediaId, string filesBase, CancellationToken cancellation)
    {
        await _atOnce.WaitAsync(cancellation);
        try
        {
            var (_, taken) = await api.FetchMediaAsync(mediaId, (stream, stop) => uploads.TakeAsync(conversationId, stream, stop), cancellation);
            if (taken?.File is not { } file) return new(null, Refused: taken?.Problem is not null);
            return new(file.At(filesBase + file.Path), Refused: false);
        }
        finally
        {
            _atOnce.Release();
        }
    }

    public void Dispose() => _atOnce.Dispose();
}

/// <param name="Refused">It came, and is nothing that is taken; otherwise without a file it did not come.</param>
internal readonly record struct MediaTaken(Attachment? File, bool Refused);
