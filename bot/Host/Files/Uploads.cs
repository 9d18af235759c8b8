using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using IntakeBot.Dialogue.Activities;
using IntakeBot.Host.Store;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Host.Files;

/// <summary>Takes files in: bounded, sniffed, cleaned, hashed, kept.</summary>
internal sealed class Uploads(FileStore files, HostDbFactory databases, TimeProvider clock) : IDisposable
{
    public const int LargestPicture = 10 * 1024 * 1024;
    public const int LargestFile = 30 * 1024 * 1024;
    private const int MostPerConversation = 100;
    // Decoding takes memory and a core: two at a time, the others wait.
    private readonly SemaphoreSlim _decoding = new(2, 2);

    public async Task<UploadResult> TakeAsync(string conversationId, Stream body, CancellationToken cancellation)
    {
        await using (var db = databases.CreateDbContext())
        {
            if (await db.Files.CountAsync(file => file.ConversationId == conversationId, cancellation) >= MostPerConversation) return UploadProblem.TooMany;
        }

        await using var temporary = new FileStream(
            Path.GetTempFileName(), FileMode.Create, FileAccess.ReadWrite, FileShare.None, 64 * 1024, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        if (!await CopyAsync(body, temporary, cancellation)) return UploadProblem.TooLarge;
        if (temporary.Length == 0) return UploadProblem.Empty;

        var head = new byte[MediaTypes.HeadLength];
        temporary.Position = 0;
        var media = MediaTypes.Sniff(head.AsSpan(0, await temporary.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellation)));
        temporary.Position = 0;
        if (media == Media.Heic) return UploadProblem.Heic;
        if (media == Media.Unknown) return UploadProblem.Unsupported;
        if (!media.IsPicture())
        {
            if (media is Media.Mp4 or Media.M4a) MovieMetadata.Blank(temporary);
            return await KeepAsync(conversationId, media, temporary, cancellation);
        }

        if (temporary.Length > LargestPicture) return UploadProblem.TooLarge;
        await _decoding.WaitAsync(cancellation);
        try
        {
            using var clean = await Task.Run(() => Pictures.Clean(temporary, media), cancellation);
            if (clean is null) return UploadProblem.Unreadable;
            await using var stream = clean.AsStream();
            return await KeepAsync(conversationId, media, stream, cancellation);
        }
        finally
        {
            _decoding.Release();
        }
    }

    public void Dispose() => _decoding.Dispose();

    private async Task<UploadResult> KeepAsync(string conversationId, Media media, Stream content, CancellationToken cancellation)
    {
        content.Position = 0;
        var sha256 = Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellation));
        var row = new FileRow
        {
            Id = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16)),
            ConversationId = conversationId,
            ContentType = media.ContentType(),
            Bytes = content.Length,
            Sha256 = sha256,
            CreatedAt = clock.GetUtcNow(),
        };
        content.Position = 0;
        await files.PutAsync(row.Id, row.ContentType, content, cancellation);
        await using var db = databases.CreateDbContext();
        db.Files.Add(row);
        await db.SaveChangesAsync(cancellation);
        return new(new(row.Id, row.ContentType, row.Bytes, row.Sha256), null);
    }

    private static async Task<bool> CopyAsync(Stream from, Stream to, CancellationToken cancellation)
    {
        var piece = new byte[64 * 1024];
        for (long total = 0; await from.ReadAsync(piece, cancellation) is > 0 and var read;)
        {
            if ((total += read) > LargestFile) return false;
            await to.WriteAsync(piece.AsMemory(0, read), cancellation);
        }

        return true;
    }
}

internal sealed record UploadResult(UploadedFile? File, UploadProblem? Problem)
{
    public static implicit operator UploadResult(UploadProblem problem) => new(null, problem);
}

internal sealed record UploadedFile(string Id, string ContentType, long Bytes, string Sha256)
{
    /// <summary>Its path on this server.</summary>
    public string Path => "/files/" + Id;

    /// <summary>As a message carries it.</summary>
    /// <param name="url">Where its sender's client finds it again.</param>
    public Attachment At(string url, string? name = null) => new()
    {
        ContentType = ContentType,
        ContentUrl = url,
        Name = name,
        Content = JsonSerializer.SerializeToElement(new FileFact(Id, Bytes, Sha256), FileJson.Default.FileFact),
    };
}

/// <summary>Why a file was not taken. The page has words for the codes.</summary>
internal sealed record UploadProblem(int Status, string Code, string Message)
{
    public static readonly UploadProblem TooLarge = new(413, "FileTooLarge", "Photos up to 10 MB and recordings up to 30 MB are taken.");
    public static readonly UploadProblem TooMany = new(429, "TooManyFiles", "The conversation holds as many files as it can.");
    public static readonly UploadProblem Empty = new(400, "FileEmpty", "The file is empty.");
    public static readonly UploadProblem Heic = new(415, "HeicUnsupported", "Photos in HEIC format cannot be read; send it as JPEG.");
    public static readonly UploadProblem Unsupported = new(415, "FileTypeUnsupported", "Only photos, videos, voice recordings and PDF are taken.");
    public static readonly UploadProblem Unreadable = new(415, "PictureUnreadable", "The picture cannot be read.");
}
