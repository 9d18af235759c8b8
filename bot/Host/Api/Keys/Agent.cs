using System.Text.RegularExpressions;

namespace IntakeBot.Host.Api.Keys;

/// <summary>Who acts through a key: a person of the other system. Residents see the key's display name and this name.</summary>
/// <param name="Id">The other system's own id of that person, 1 to 64 letters, digits, . _ @ -; the same person always has the same.</param>
/// <param name="Name">1 to 20 characters, e.g. 李工.</param>
public sealed partial record Agent(string Id, string Name)
{
    internal bool IsGood => IsId(Id) && Name is { Length: > 0 and <= 20 } && Name.Trim().Length > 0 && !Name.Any(char.IsControl);

    internal static bool IsId(string? id) => id is not null && IdPattern().IsMatch(id);

    [GeneratedRegex("^[A-Za-z0-9._@-]{1,64}$", RegexOptions.CultureInvariant)]
    private static partial Regex IdPattern();
}
