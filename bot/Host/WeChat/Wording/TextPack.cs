namespace IntakeBot.Host.WeChat.Wording;

/// <summary>
/// Packs what is to be said into as few messages as possible: short ones share one, long ones are cut. How far a long one was sent is kept,
/// because a message that is sent is never sent again.
/// </summary>
internal static class TextPack
{
    private const string Between = "\n\n";

    /// <param name="texts">In order; empty ones need no message.</param>
    /// <param name="begun">Parts of a long text that are sent already.</param>
    public static IReadOnlyList<PackedText> Pack(IEnumerable<(long Seq, string Text)> texts, BegunText begun, int limit = TextSplit.Limit)
    {
        var packed = new List<PackedText>();
        PackedText? open = null;
        foreach (var (seq, text) in texts)
        {
            if (open is not null && (text.Length == 0 || TextSplit.Size(open.Text) + Between.Length + TextSplit.Size(text) <= limit))
            {
                open = open with { Text = text.Length == 0 ? open.Text : open.Text + Between + text, UpTo = seq };
                continue;
            }

            if (open is not null) packed.Add(open);
            open = null;
            var parts = TextSplit.Split(text, limit);
            for (var i = seq == begun.Seq ? begun.Parts : 0; i < parts.Count; i++)
            {
                if (open is not null) packed.Add(open);
                open = new(parts[i], seq, parts.Count - i - 1, i + 1);
            }

            // Nothing of it to be shown: it goes along with what follows.
        }

        if (open is not null) packed.Add(open);
        return packed;
    }
}

/// <param name="UpTo">Sequence number of the last activity of which it holds something.</param>
/// <param name="PartsLeft">Parts of that activity that come after it; 0: with it the activity is said.</param>
/// <param name="Part">Which part of it, from 1.</param>
internal sealed record PackedText(string Text, long UpTo, int PartsLeft, int Part);

/// <summary>How many parts of a long text are sent.</summary>
internal readonly record struct BegunText(long Seq, int Parts);
