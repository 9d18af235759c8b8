using IntakeBot.Dialogue.Activities;
using IntakeBot.Host.Channels;
using IntakeBot.Host.Conversations;
using IntakeBot.Host.Files;
using IntakeBot.Host.Security;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace IntakeBot.Host.DirectLine;

/// <summary>Messages with files: multipart (an activity part and file parts), or one file as the raw body.</summary>
internal sealed class UploadEndpoint(
    DirectLineAccess access, LiveConversations conversations, ConversationTokens tokens, ActivityEndpoints activities, Uploads uploads, MessageLimits limits)
{
    private const int MostFiles = 10;
    private const string ActivityType = "application/vnd.microsoft.activity";

    public async Task PostAsync(HttpContext context)
    {
        var id = (string)context.Request.RouteValues["id"]!;
        var granted = access.Of(context, id);
        var error = granted.Error;
        if (error is null && await conversations.KnowAsync(conversations.Get(id), context.RequestAborted) is null) error = DirectLineError.NotFound;
        // Asked before anything is read: a flood of files must not get as far as the disk. Only words of an emergency open it again.
        var tooFast = error is null && !limits.Allows(id);
        if (error is null)
        {
            if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = MostFiles * Uploads.LargestFile;
            (var activity, error) = MultipartBoundary(context.Request) is { } boundary
                ? await MultipartAsync(context, id, boundary, tooFast)
                : tooFast ? (null, activities.TooFast(id, null)) : await RawAsync(context, id);
            if (error is null)
            {
                await activities.TakeAsync(context, id, granted, activity!);
                return;
            }
        }

        await error.WriteAsync(context);
    }

    private async Task<(Activity?, DirectLineError?)> MultipartAsync(HttpContext context, string conversationId, string boundary, bool tooFast)
    {
        Activity? activity = null;
        var files = new List<Attachment>();
        try
        {
            var reader = new MultipartReader(boundary, context.Request.Body) { HeadersLengthLimit = 8 * 1024 };
            while (await reader.ReadNextSectionAsync(context.RequestAborted) is { } part)
            {
                if (!ContentDispositionHeaderValue.TryParse(part.ContentDisposition, out var disposition)) continue;
                if (HeaderUtilities.RemoveQuotes(disposition.Name) == "activity" || part.ContentType?.StartsWith(ActivityType, StringComparison.Ordinal) == true)
                {
                    var (parsed, wrong) = await ActivityPartAsync(part.Body, context.RequestAborted);
                    if (wrong is not null) return (null, DirectLineError.Of(wrong));
                    activity = parsed;
                    // Sent again because the answer got lost: its files lie here already.
                    if (IncomingActivity.ClientKey(parsed!) is { } key && await IsAnsweredAsync(conversationId, key, context.RequestAborted))
                        return (parsed! with { Attachments = null }, null);
                    tooFast = tooFast && !limits.IsEmergency(parsed!.Text);
                    continue;
                }

                if (tooFast) return (null, activities.TooFast(conversationId, activity?.Locale));
                if (files.Count == MostFiles) return (null, DirectLineError.Wrong($"More than {MostFiles} files in one message."));
                var (file, error) = await SaveAsync(context, conversationId, part.Body, Name(disposition));
                if (error is not null) return (null, error);
                files.Add(file!);
            }
        }
        catch (Exception broken) when (broken is InvalidDataException or IOException and not BadHttpRequestException)
        {
            return (null, DirectLineError.Malformed("The multipart body is broken or incomplete."));
        }

        if (files.Count == 0) return (null, DirectLineError.Wrong("The message carries no file."));
        activity ??= new Activity { Type = "message" };
        return (activity with { From = activity.From ?? UserOf(context.Request), Attachments = InOrder(files, activity.Attachments) }, null);
    }

    private async Task<bool> IsAnsweredAsync(string conversationId, string key, CancellationToken cancellation)
    {
        var live = conversations.Get(conversationId);
        await live.Turn.WaitAsync(cancellation);
        try
        {
            return live.Known?.Answered.ContainsKey(key) == true;
        }
        finally
        {
            live.Turn.Release();
        }
    }

    // The client reads its files side by side and sends them as they come; its activity names them in the order chosen.
    private static List<Attachment> InOrder(List<Attachment> files, IReadOnlyList<Attachment>? named)
    {
        if (named is null || files.Count < 2) return files;
        var place = new Dictionary<string, int>();
        for (var i = 0; i < named.Count; i++) if (named[i]?.Name is { } name) place.TryAdd(name, i);
        return [.. files.OrderBy(file => file.Name is { } name && place.TryGetValue(name, out var at) ? at : int.MaxValue)];
    }

    private async Task<(Activity?, DirectLineError?)> RawAsync(HttpContext context, string conversationId)
    {
        var name = ContentDispositionHeaderValue.TryParse(context.Request.Headers.ContentDisposition.ToString(), out var disposition) ? Name(disposition) : null;
        var (file, error) = await SaveAsync(context, conversationId, context.Request.Body, name);
        return error is null ? (new Activity { Type = "message", From = UserOf(context.Request), Attachments = [file!] }, null) : (null, error);
    }

    private async Task<(Attachment?, DirectLineError?)> SaveAsync(HttpContext context, string conversationId, Stream body, string? name)
    {
        var result = await uploads.TakeAsync(conversationId, body, context.RequestAborted);
        if (result.File is not { } file) return (null, new(result.Problem!.Status, result.Problem.Code, result.Problem.Message));
        var url = $"{context.Request.Scheme}://{context.Request.Host}{file.Path}?t={tokens.IssueFile(conversationId, file.Id)}";
        // Web Chat shows a resident's own picture by the thumbnail only; without it there is a name to download.
        return (file.At(url, name) with { ThumbnailUrl = file.ContentType.StartsWith("image/", StringComparison.Ordinal) ? url : null }, null);
    }

    private static async Task<(Activity?, ActivityProblem?)> ActivityPartAsync(Stream body, CancellationToken cancellation)
    {
        var buffer = new MemoryStream();
        var piece = new byte[16 * 1024];
        while (await body.ReadAsync(piece, cancellation) is > 0 and var read)
        {
            if (buffer.Length + read > 4 * TurnLimits.Characters) return (null, ActivityProblem.TooLarge);
            buffer.Write(piece, 0, read);
        }

        return IncomingActivity.Parse(buffer.ToArray());
    }

    private static ChannelAccount? UserOf(HttpRequest request) => request.Query["userId"].ToString() is { Length: > 0 and <= 128 } user ? new() { Id = user } : null;

    private static string? Name(ContentDispositionHeaderValue disposition)
    {
        var name = HeaderUtilities.RemoveQuotes(disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName).ToString();
        return name.Length is 0 or > 200 ? null : name;
    }

    private static string? MultipartBoundary(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.MediaType.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase)
        && HeaderUtilities.RemoveQuotes(type.Boundary).ToString() is { Length: > 0 and <= 200 } boundary
            ? boundary
            : null;
}
