using IntakeBot.Host.Chat;
using IntakeBot.Host.DirectLine;
using IntakeBot.Host.Store;
using IntakeBot.Host.StartUp;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Host.Files;

/// <summary>Uploads and their way back to the resident whose conversation it is. Staff read them at the desk's own address, which knows who may see which case.</summary>
internal static class FilesFeature
{
    public static IHostApplicationBuilder AddFiles(this IHostApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        builder.Services.AddSingleton<Uploads>();
        builder.Services.AddSingleton<FileStore>(services => configuration["Files:Provider"]?.ToLowerInvariant() switch
        {
            null or "" or "folder" => new FolderFiles(configuration["Files:Directory"] ?? Path.Combine(IntakeBot.Casework.Store.StoreOptions.DataDirectory(configuration), "files")),
            "azure" => new BlobFiles(
                configuration["Files:ConnectionString"] ?? throw new SettingException("Files:Provider azure needs Files:ConnectionString."),
                configuration["Files:Container"] ?? "intake-files",
                services.GetRequiredService<TimeProvider>()),
            var other => throw new SettingException($"Files:Provider is '{other}'; it can be folder or azure."),
        });
        return builder;
    }

    public static WebApplication MapFiles(this WebApplication app)
    {
        app.MapGet("/files/{id}", ServeAsync).ExcludeFromDescription();
        return app;
    }

    private static async Task<IResult> ServeAsync(string id, HttpContext context, HostDbFactory databases, FileStore files, Devices devices, DirectLineAccess access)
    {
        await using var db = databases.CreateDbContext();
        var row = await db.Files.AsNoTracking().SingleOrDefaultAsync(file => file.Id == id, context.RequestAborted);
        // The same answer whether it is missing or somebody else's.
        if (row is null || !await MayReadAsync(context, row, devices, access)) return Results.NotFound();
        if (await files.OpenAsync(id, context.RequestAborted) is not { } content) return Results.NotFound();

        context.Response.Headers.CacheControl = "private, max-age=86400, immutable";
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        context.Response.Headers.ContentDisposition = MediaTypes.IsShown(row.ContentType) ? "inline" : "attachment";
        return Results.Stream(content, row.ContentType, enableRangeProcessing: content.CanSeek);
    }

    private static async Task<bool> MayReadAsync(HttpContext context, FileRow row, Devices devices, DirectLineAccess access)
    {
        if (context.Request.Query["t"].ToString() is { Length: > 0 } ticket && access.OpensFile(ticket, row.Id)) return true;
        if (context.Request.Headers.ContainsKey("Authorization")) return access.Of(context, row.ConversationId).Error is null;
        return Devices.Find(context.Request) is { } device && await devices.WasInAsync(device, row.ConversationId, context.RequestAborted);
    }
}
