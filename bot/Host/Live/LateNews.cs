using IntakeBot.Casework.Cases;
using IntakeBot.Casework.Places;
using IntakeBot.Casework.Store;
using IntakeBot.Host.Conversations;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Host.Live;

/// <summary>
/// Tells the resident that nobody has come yet, what was done about it and what happens next: once when the time is over, and again whenever another
/// desk is called. Not once somebody is there.
/// </summary>
internal sealed class LateNews(PlacesSource places, TurnPipeline turns)
{
    /// <param name="kind">overdue or called.</param>
    /// <param name="at">Of the timeline's entry.</param>
    public async Task TellAsync(CaseworkDb db, Guid caseId, string kind, long seq, DateTimeOffset at, CancellationToken stop)
    {
        var found = await db.Cases.AsNoTracking().SingleOrDefaultAsync(c => c.Id == caseId, stop);
        if (found is not { ClaimedAt: null, ClosedAt: null }) return;
        // Who was called in the same moment in which it became late is named there.
        if (kind == "called" && (found.OverdueAt is not { } late || at <= late)) return;
        var desks = await db.CaseDesks.AsNoTracking().Where(d => d.CaseId == caseId).ToListAsync(stop);
        var called = desks.Where(d => kind == "overdue" ? d.CalledAt <= at : d.CalledAt == at).Select(d => places.Current.FindStation(d.StationId)).OfType<Station>().ToList();
        if (kind == "called" && called.Count == 0) return;

        var highest = desks.Select(d => places.Current.FindStation(d.StationId)?.Level).Append(found.Level).Max() ?? found.Level;
        var fact = new LateFact(
            Name(found.StationId),
            called.Count == 0 ? null : [.. called.Select(s => s.Name)],
            called.Count == 0 ? null : called.Max(s => s.Level).Code(),
            Next(places.Current.FindStation(found.StationId), highest)?.Name);
        await turns.RunAsync(
            found.ConversationId,
            new()
            {
                ForEngine = HostEvents.Late(kind, fact),
                // Several desks called in one moment are one piece of news.
                ClientKey = kind == "overdue" ? $"overdue/{seq}" : $"called/{caseId:N}/{at.ToUnixTimeMilliseconds()}",
                // Somebody may take it over at this very moment: then there is nothing to be told.
                Guard = known => known.OwnerId is null,
            },
            stop);
    }

    // Whose turn it is when nobody comes now either; null: everybody has been called.
    private Station? Next(Station? own, CaseLevel highest) => highest switch
    {
        < CaseLevel.Subdistrict when own is { Subdistrict: >= 0 } => Find(s => s.Level == CaseLevel.Subdistrict && s.Subdistrict == own.Subdistrict) ?? Find(s => s.Level == CaseLevel.District),
        < CaseLevel.District => Find(s => s.Level == CaseLevel.District),
        _ => null,
    };

    private Station? Find(Func<Station, bool> wanted) => places.Current.Stations.FirstOrDefault(s => s.Active && wanted(s));

    private string Name(string station) => places.Current.FindStation(station)?.Name ?? station;
}
