namespace IntakeBot.Host.Files;

/// <summary>What a file is, by its first bytes: what its sender calls it does not count.</summary>
internal enum Media
{
    Unknown,
    Jpeg,
    Png,
    WebP,
    /// <summary>Photos of newer phones; nothing here can decode them, so they are refused with a word on what to do.</summary>
    Heic,
    Mp4,
    M4a,
    Ogg,
    Amr,
    Mp3,
    Pdf,
}

internal static class MediaTypes
{
    /// <summary>Bytes needed to tell.</summary>
    public const int HeadLength = 32;

    public static Media Sniff(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF])) return Media.Jpeg;
        if (head.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A])) return Media.Png;
        if (head.Length >= 12 && head.StartsWith("RIFF"u8) && head[8..].StartsWith("WEBP"u8)) return Media.WebP;
        if (head.StartsWith("OggS"u8)) return Media.Ogg;
        if (head.StartsWith("#!AMR"u8)) return Media.Amr;
        if (head.StartsWith("%PDF-"u8)) return Media.Pdf;
        if (head.StartsWith("ID3"u8) || (head.Length > 2 && head[0] == 0xFF && (head[1] & 0xE6) == 0xE2)) return Media.Mp3;
        if (head.Length >= 12 && head[4..].StartsWith("ftyp"u8)) return Brand(head[8..12]);
        return Media.Unknown;
    }

    public static string ContentType(this Media media) => media switch
    {
        Media.Jpeg => "image/jpeg",
        Media.Png => "image/png",
        Media.WebP => "image/webp",
        Media.Mp4 => "video/mp4",
        Media.M4a => "audio/mp4",
        Media.Ogg => "audio/ogg",
        Media.Amr => "audio/amr",
        Media.Mp3 => "audio/mpeg",
        Media.Pdf => "application/pdf",
        _ => "application/octet-stream",
    };

    public static bool IsPicture(this Media media) => media is Media.Jpeg or Media.Png or Media.WebP;

    /// <summary>May be shown in a page; everything else is only ever downloaded.</summary>
    public static bool IsShown(string contentType) =>
        contentType.StartsWith("image/", StringComparison.Ordinal) || contentType.StartsWith("video/", StringComparison.Ordinal)
        || contentType.StartsWith("audio/", StringComparison.Ordinal);

    private static Media Brand(ReadOnlySpan<byte> brand) =>
        brand.StartsWith("heic"u8) || brand.StartsWith("heix"u8) || brand.StartsWith("hevc"u8) || brand.StartsWith("mif1"u8)
        || brand.StartsWith("msf1"u8) || brand.StartsWith("heim"u8) || brand.StartsWith("avif"u8)
            ? Media.Heic
            : brand.StartsWith("M4A"u8) ? Media.M4a
            : brand.StartsWith("isom"u8) || brand.StartsWith("iso"u8) || brand.StartsWith("mp4"u8) || brand.StartsWith("avc1"u8)
              || brand.StartsWith("M4V"u8) || brand.StartsWith("3gp"u8) || brand.StartsWith("qt  "u8) || brand.StartsWith("MSNV"u8)
                ? Media.Mp4
                : Media.Unknown;
}
