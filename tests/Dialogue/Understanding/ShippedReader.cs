using IntakeBot.Dialogue.Content;
using IntakeBot.Dialogue.Understanding;

namespace IntakeBot.Dialogue.Tests.Readers;

/// <summary>The reader of the shipped content, trained once for all tests, and the moment they read at.</summary>
internal static class ShippedReader
{
    private static readonly Lazy<MessageReader> s_reader = new(() => MessageReader.Create(ShippedContent.Files));

    /// <summary>A Monday evening.</summary>
    public static readonly DateTimeOffset Now = new(2026, 11, 23, 22, 10, 0, TimeSpan.FromHours(8));

    public static MessageReader Reader => s_reader.Value;
    public static ContentFiles Files => ShippedContent.Files;
    public static Reading Read(string text) => Reader.Read(text, Now);
}
