namespace IntakeBot.Casework.Petitions;

/// <summary>The queues between the bot and the functions; the bindings in function.json say the same.</summary>
public static class QueueNames
{
    public const string Petitions = "petitions";
    /// <summary>Where a message goes whose handling failed every time: the trigger's own rule, "-poison" added to the name.</summary>
    public const string Poison = Petitions + "-poison";
}
