namespace IntakeBot.Dialogue.Content;

/// <summary>A mistake in a content file, told to somebody who is no programmer.</summary>
/// <param name="File">Path inside the content folder, with forward slashes.</param>
/// <param name="Line">From 1; 0 when the whole file is meant.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Remedy">What to do about it.</param>
public sealed record ContentProblem(string File, int Line, string Message, string Remedy)
{
    public override string ToString() => $"{File}:{Line}: {Message} {Remedy}";
}

/// <summary>Content that cannot be used; carries every problem found, not only the first.</summary>
public sealed class ContentException(IReadOnlyList<ContentProblem> problems)
    : Exception(string.Join(Environment.NewLine, problems))
{
    public IReadOnlyList<ContentProblem> Problems { get; } = problems;
}
