using IntakeBot.Casework.Content;
using IntakeBot.Dialogue.Content;
using Microsoft.AspNetCore.Connections;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace IntakeBot.Host.StartUp;

/// <summary>Failures that whoever starts the program can mend, in a sentence.</summary>
internal static class StartFailure
{
    /// <returns>null: a bug, which deserves its stack trace.</returns>
    public static string? Say(Exception failed) => failed switch
    {
        SettingException setting => setting.Message,
        ContentException content => content.Message,
        CaseworkContentException content => content.Message,
        IOException { InnerException: AddressInUseException } => $"{Address(failed)} is already in use: stop the program that uses it, or choose another address with --urls http://localhost:4000.",
        NpgsqlException postgres => $"PostgreSQL cannot be reached or refuses the connection: {postgres.Message}",
        SqliteException sqlite => $"The database file cannot be used: {sqlite.Message}",
        UnauthorizedAccessException denied => $"No permission: {denied.Message}",
        _ => null,
    };

    // Kestrel's sentence begins "Failed to bind to address http://127.0.0.1:3978: address already in use."
    private static string Address(Exception failed)
    {
        var start = failed.Message.IndexOf("http", StringComparison.Ordinal);
        var end = start < 0 ? -1 : failed.Message.IndexOf(": ", start, StringComparison.Ordinal);
        return end < 0 ? "The address" : failed.Message[start..end];
    }
}
