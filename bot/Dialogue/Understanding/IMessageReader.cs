namespace IntakeBot.Dialogue.Understanding;

/// <summary>Reads one message. Pure and thread-safe; linear in the length of the text.</summary>
public interface IMessageReader
{
    /// <param name="text">The message as the resident sent it; may be empty, enormous or malformed.</param>
    /// <param name="now">The moment of the message, offset +08:00.</param>
    Reading Read(string text, DateTimeOffset now);
}
