using System.Collections.Concurrent;

namespace IntakeBot.Functions.Running;

/// <summary>How the program is doing, for <c>/health/ready</c>. Safe for many threads.</summary>
internal sealed class WorkHealth
{
    private readonly ConcurrentDictionary<string, string> troubles = new(StringComparer.Ordinal);
    private volatile bool ready;

    public bool Ready => ready;
    /// <summary>What is away now, by name; empty when all is well.</summary>
    public IReadOnlyDictionary<string, string> Troubles => troubles;

    public void IsReady() => ready = true;

    public void StoreAnswered(bool well) => Note("store", well ? null : "does not answer");

    /// <returns>Whether this is news.</returns>
    public bool Note(string what, string? trouble)
    {
        if (trouble is null) return troubles.TryRemove(what, out _);
        var news = !troubles.ContainsKey(what);
        troubles[what] = trouble;
        return news;
    }
}
