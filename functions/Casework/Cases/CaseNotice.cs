namespace IntakeBot.Casework.Cases;

/// <summary>
/// How processes on one PostgreSQL tell each other of cases: NOTIFY on <see cref="Channel"/>, payload <c>case ID ID ...</c>.
/// It says what changed and nothing of it; who hears it reads.
/// </summary>
public static class CaseNotice
{
    public const string Channel = "intake";
    /// <summary>First word; on this channel other first words are names of replicas that tell of conversations.</summary>
    public const string Word = "case";
    /// <summary>Ids in one notice: a payload has room for 8000 bytes.</summary>
    public const int MostIds = 128;

    public static string Payload(params IEnumerable<Guid> cases) => $"{Word} {string.Join(' ', cases)}";
}
