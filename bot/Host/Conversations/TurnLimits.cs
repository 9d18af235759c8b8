namespace IntakeBot.Host.Conversations;

internal static class TurnLimits
{
    /// <summary>More activities than this one turn never holds: a bug in content, not a conversation.</summary>
    public const int ActivitiesPerTurn = 32;
    /// <summary>Characters of one activity, as Direct Line has it.</summary>
    public const int Characters = 256 * 1024;
    /// <summary>Characters of one message of staff.</summary>
    public const int StaffCharacters = 8000;
    /// <summary>How often a turn is run again when its conversation was changed meanwhile.</summary>
    public const int Attempts = 8;
}
