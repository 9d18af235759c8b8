namespace IntakeBot.Dialogue.Understanding;

/// <summary>Which of several sums and counts in one message is the one that the matter is about.</summary>
public static class Disputed
{
    /// <summary>The sum in dispute: unit prices never, otherwise the largest.</summary>
    public static Money? Amount(Reading reading) =>
        reading.Money.Where(m => !m.IsUnitPrice).MaxBy(m => m.Value);

    /// <summary>The people affected, never the attackers: the largest count.</summary>
    public static PeopleCount? People(Reading reading) =>
        reading.People.Where(p => p.Affected).MaxBy(p => p.Value);
}
