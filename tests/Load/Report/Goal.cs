namespace IntakeBot.Load.Report;

/// <summary>One promise about speed, and what was seen.</summary>
/// <param name="Seen">By the clock.</param>
/// <param name="PerProcessor">The same ratio for a second of processor instead of a second of the clock; null: it has no such side.</param>
internal sealed record Goal(string What, double Wanted, string Unit, double Seen, double? PerProcessor, bool Reached)
{
    public static IReadOnlyList<Goal> Of(IReadOnlyList<Standing> standings)
    {
        var goals = new List<Goal>();
        if (standings.FirstOrDefault(s => s.Name == "bot") is not { } bot) return goals;

        void Ratio(string to, string what, double wanted)
        {
            if (standings.FirstOrDefault(s => s.Name == to) is not { } yardstick) return;
            var seen = bot.Median / yardstick.Median;
            goals.Add(new(what, wanted, "x", seen, bot.PerProcessorSecond / yardstick.PerProcessorSecond, seen >= wanted));
        }

        Ratio("agents", "turns/s against AgentApplication", 2);
        Ratio("botbuilder", "turns/s against Bot Builder", 4);
        Ratio("bare", "turns/s against the bare endpoint", 0.15);
        if (bot.Rounds.All(m => m.Open is not null))
        {
            var seen = bot.Middle(m => m.Open!.Milliseconds(0.99));
            goals.Add(new("p99 of a turn at half of that load", 20, "ms", seen, null, seen <= 20));
        }

        return goals;
    }
}
