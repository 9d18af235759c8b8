namespace IntakeBot.Dialogue.Rehearsal;

/// <summary>A conversation as a text file, read and checked; <see cref="Player"/> plays it. The format is told in <see cref="ScriptReader"/>.</summary>
/// <param name="File">As it shall be named in messages.</param>
public sealed record Script(string File, IReadOnlyList<ScriptStep> Steps);

/// <summary>One line of a script.</summary>
/// <param name="Number">Line in the file, from 1.</param>
/// <param name="Sign">&gt; * &lt; &lt;! ? ~ = or @.</param>
/// <param name="Text">What follows the sign.</param>
/// <param name="Part">What to do, or to check.</param>
public sealed record ScriptStep(int Number, string Sign, string Text, ScriptPart Part);

/// <summary>What a line does on the stage.</summary>
/// <param name="Expected">What must hold, in words.</param>
/// <param name="Play">Answers null when it went as written, otherwise what was there instead.</param>
public sealed record ScriptPart(string Expected, Func<Stage, string?> Play);

/// <summary>The first line that did not go as written.</summary>
public sealed record Difference(string File, int Line, string Written, string Expected, string Actual)
{
    public override string ToString() => $"{File}:{Line}: {Written}\n  expected: {Expected}\n  actual:   {Actual}";
}
