using System.Buffers.Binary;

namespace IntakeBot.Host.Files;

/// <summary>
/// Blanks the boxes of an MP4 or QuickTime file in which phones write place, model and time (<c>udta</c>, <c>meta</c>,
/// <c>uuid</c>): they become <c>free</c> boxes full of zeros, so no offset in the file changes.
/// </summary>
internal static class MovieMetadata
{
    private const int Deepest = 4;

    public static void Blank(Stream file) => Blank(file, 0, file.Length, 0);

    private static void Blank(Stream file, long from, long to, int depth)
    {
        Span<byte> head = stackalloc byte[16];
        for (var at = from; at + 8 <= to;)
        {
            file.Position = at;
            if (file.ReadAtLeast(head[..8], 8, throwOnEndOfStream: false) < 8) return;
            long size = BinaryPrimitives.ReadUInt32BigEndian(head);
            var header = 8;
            if (size == 1)
            {
                if (file.ReadAtLeast(head.Slice(8, 8), 8, throwOnEndOfStream: false) < 8) return;
                size = (long)BinaryPrimitives.ReadUInt64BigEndian(head[8..]);
                header = 16;
            }
            else if (size == 0) size = to - at;

            if (size < header || at + size > to) return;
            var type = head.Slice(4, 4);
            if (type.SequenceEqual("udta"u8) || type.SequenceEqual("meta"u8) || type.SequenceEqual("uuid"u8)) Zero(file, at + 4, at + header, at + size);
            else if (depth < Deepest && (type.SequenceEqual("moov"u8) || type.SequenceEqual("trak"u8) || type.SequenceEqual("mdia"u8)))
                Blank(file, at + header, at + size, depth + 1);
            at += size;
        }
    }

    private static void Zero(Stream file, long type, long body, long end)
    {
        file.Position = type;
        file.Write("free"u8);
        file.Position = body;
        var zeros = new byte[Math.Min(64 * 1024, end - body)];
        for (var left = end - body; left > 0; left -= zeros.Length) file.Write(zeros, 0, (int)Math.Min(left, zeros.Length));
    }
}
