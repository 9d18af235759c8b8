namespace IntakeBot.Dialogue.Rehearsal.Simulation;

/// <summary>
/// Somebody who talks to the bot in a simulation, as written down in a YAML file: what happened, what he knows, how he talks.
/// What he has to say is written by people, in his own words; nothing here is made up by rules but slips of the finger.
/// </summary>
public sealed class Resident
{
    /// <summary>Who it is and what is hard about it, for the reader.</summary>
    public required string About { get; set; }
    /// <summary>Age, tongue, temper: for the reader and for tallies.</summary>
    public required string Voice { get; set; }
    /// <summary>Code of the building scanned; none: the page was opened without one.</summary>
    public string Scan { get; set; } = "TW-000123";
    /// <summary>The phone's language.</summary>
    public string Locale { get; set; } = "zh-CN";
    /// <summary>When it happens: 2026-11-23 22:10</summary>
    public string? Now { get; set; }
    public required Expectation Expect { get; set; }
    /// <summary>What he says before he is asked for anything in particular, message by message; the later ones when the bot wants to hear more.</summary>
    public required List<Opening> Opening { get; set; }
    /// <summary>What he knows, by slot. What is not here he does not know, and says so.</summary>
    public Dictionary<string, Fact> Facts { get; set; } = [];
    public Habits Habits { get; set; } = new();
}

/// <summary>What the petition must come to, besides the facts.</summary>
public sealed class Expectation
{
    /// <summary>The category, e.g. <c>rental.deposit</c>.</summary>
    public required string Leaf { get; set; }
    /// <summary>Others that staff would accept as well.</summary>
    public List<string> Or { get; set; } = [];
    /// <summary>normal, urgent or emergency; null: not judged.</summary>
    public string? Urgency { get; set; }
    public string? Kind { get; set; }
    public string? Language { get; set; }
    /// <summary>Pieces that must have reached staff in the description, because no slot takes them.</summary>
    public List<string> Keeps { get; set; } = [];
    /// <summary>How it must end: sent by the resident, or handed over at once (an emergency, a person asked for); with a bar
    /// between them where either is right.</summary>
    public string Ends { get; set; } = "submitted";
}

public sealed class Opening
{
    public required string Say { get; set; }
    /// <summary>Slots whose fact this message tells.</summary>
    public List<string> Tells { get; set; } = [];
    /// <summary>It says that something is wrong, but not what.</summary>
    public bool Vague { get; set; }
}

/// <summary>Something that the resident knows.</summary>
public sealed class Fact
{
    /// <summary>What he answers when asked; the later ones when asked again.</summary>
    public List<string> Say { get; set; } = [];
    /// <summary>
    /// What the petition must hold, as <see cref="PetitionCheck"/> reads it: <c>3000</c>, <c>~3000</c>, <c>landlord 李</c>, <c>2026-11-18</c> or a piece
    /// of the resident's words; <c>any</c>: not judged.
    /// </summary>
    public required string Means { get; set; }
    /// <summary>Other facts that the answer tells besides.</summary>
    public List<string> Tells { get; set; } = [];
    /// <summary>Said first, and wrong; <see cref="Corrects"/> follows in the next message.</summary>
    public string? Slip { get; set; }
    public string? Corrects { get; set; }
}

public sealed class Habits
{
    /// <summary>Sends all of the opening within seconds, whatever is asked.</summary>
    public bool Fragments { get; set; }
    /// <summary>How he answers where buttons are offered: words, tap, number.</summary>
    public string Options { get; set; } = "words";
    /// <summary>What he says when he does not know; in turn.</summary>
    public List<string> Unknown { get; set; } = ["不清楚"];
    /// <summary>What he says to the summary.</summary>
    public List<string> Confirm { get; set; } = ["发送"];
    /// <summary>Said to the summary before he lets it go.</summary>
    public List<string> OnSummary { get; set; } = [];
    /// <summary>Things said or done in place of an answer.</summary>
    public List<Aside> Asides { get; set; } = [];
    /// <summary>Slips of the finger in his longer messages.</summary>
    public int Typos { get; set; }
    /// <summary>Where the slips fall.</summary>
    public int Seed { get; set; } = 1;
}

/// <summary>In place of the answer to the question with this number.</summary>
public sealed class Aside
{
    /// <summary>From 1, the greeting's question included.</summary>
    public required int At { get; set; }
    /// <summary>A question of his own, an insult, small talk.</summary>
    public string? Say { get; set; }
    public List<string> Tells { get; set; } = [];
    /// <summary>He goes away, and opens the page again after this time: 20m, 5h, 2d.</summary>
    public string? Away { get; set; }
    /// <summary>A file sent: photo, voice.</summary>
    public string? Sends { get; set; }
}
