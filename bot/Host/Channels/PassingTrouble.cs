using System.Data.Common;
using System.Net.Sockets;

namespace IntakeBot.Host.Channels;

/// <summary>Which failures may be gone in a moment: of the store, of a disk, of a line. All others are bugs.</summary>
internal static class PassingTrouble
{
    public static bool Is(Exception? failed) =>
        failed is not null && (failed is DbException or IOException or TimeoutException or SocketException || Is(failed.InnerException));
}
