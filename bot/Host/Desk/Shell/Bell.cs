using System.Collections.Concurrent;
using IntakeBot.Host.Desk.Queue;

namespace IntakeBot.Host.Desk.Shell;

/// <summary>
/// What rings on one open page: cases that came to wait at the viewer's desks. One case rings once each time it comes
/// (again after a hand-back, a transfer or a call to this desk), however often it changes.
/// </summary>
internal sealed class Bell
{
    private readonly ConcurrentDictionary<Guid, DateTimeOffset> _heard = new();

    public event Action? Changed;
    /// <summary>Cases that have just come to wait.</summary>
    public event Action<IReadOnlyList<QueueRow>>? Rang;
    /// <summary>Residents who wait for a word of the viewer.</summary>
    public int Unread
    {
        get;
        set
        {
            if (value == field) return;
            field = value;
            Changed?.Invoke();
        }
    }

    /// <summary>Open cases at the viewer's desks that nobody has taken over.</summary>
    public int Waiting { get; private set; }
    public string WaitingText => Waiting >= QueueReader.CountLimit ? $"{QueueReader.CountLimit - 1}+" : $"{Waiting}";

    /// <summary>Both together, for the title; empty when nothing waits.</summary>
    public string Badge => Waiting + Unread == 0 ? "" : Waiting >= QueueReader.CountLimit ? WaitingText : $"{Waiting + Unread}";

    public void Count(int waiting)
    {
        if (waiting == Waiting) return;
        Waiting = waiting;
        Changed?.Invoke();
    }

    /// <returns>Those that had not been heard of yet.</returns>
    public IReadOnlyList<QueueRow> Hear(IEnumerable<QueueRow> waiting)
    {
        var fresh = new List<QueueRow>();
        foreach (var row in waiting)
        {
            if (_heard.TryGetValue(row.Id, out var at) && at >= row.RingsFor) continue;
            _heard[row.Id] = row.RingsFor;
            fresh.Add(row);
        }
        if (_heard.Count > 5000) _heard.Clear();
        if (fresh.Count > 0) Rang?.Invoke(fresh);
        return fresh;
    }
}
