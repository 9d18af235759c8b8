namespace IntakeBot.Host.Live;

/// <summary>Says what changed, never how: whoever hears it reads again.</summary>
/// <param name="Topic">See <see cref="Topics"/>.</param>
/// <param name="Id">The conversation, case or account concerned; empty when several.</param>
public readonly record struct Change(string Topic, string Id);

public static class Topics
{
    /// <summary>New activities or a new owner in one conversation; the id is the conversation's.</summary>
    public const string Conversation = "conversation";
    /// <summary>A case came, moved or was taken; the id is the case's.</summary>
    public const string Case = "case";
    /// <summary>The resident of a conversation is typing; the id is the conversation's. Not stored anywhere.</summary>
    public const string Typing = "typing";
    /// <summary>The member of staff who owns a conversation is typing; the id is the conversation's. Not stored anywhere.</summary>
    public const string StaffTyping = "staff-typing";
    /// <summary>One side has seen more of a conversation; the id is the conversation's.</summary>
    public const string Read = "read";
    /// <summary>Somebody signed on or off, or hours of a station changed; the id is empty.</summary>
    public const string Duty = "duty";
}
