namespace IntakeBot.Casework.Store;

/// <summary>
/// Encrypts personal data at rest. The bot's host implements it with keys it keeps in the database; the functions never
/// need to read what it protects.
/// </summary>
public interface IPersonalDataProtector
{
    string Protect(string text);
    /// <summary>The text, or null when it cannot be read any more (key gone, damaged).</summary>
    string? Unprotect(string text);
    /// <summary>
    /// A keyed fingerprint: the same text has the same one for ever, at every replica; without the key nobody can tell or try out what it stands for.
    /// </summary>
    string Mark(string text);
}
