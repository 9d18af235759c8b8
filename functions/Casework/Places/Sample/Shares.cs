namespace IntakeBot.Casework.Places.Sample;

internal static class Shares
{
    /// <summary>Splits a total by weights so that the parts sum to it (largest remainders).</summary>
    public static int[] Split(int total, IReadOnlyList<int> weights)
    {
        var sum = weights.Sum();
        var parts = weights.Select(w => (int)((long)total * w / sum)).ToArray();
        var rest = total - parts.Sum();
        foreach (var i in Enumerable.Range(0, parts.Length).OrderByDescending(i => (long)total * weights[i] % sum).ThenBy(i => i).Take(rest)) parts[i]++;
        return parts;
    }
}
