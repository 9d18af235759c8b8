using IntakeBot.Casework.Places;
using IntakeBot.Casework.Store;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Casework.Cases;

public sealed partial class CaseService
{
    /// <summary>
    /// Sets one fact right: its owner, or anybody while nobody owns the case. Both values are kept. What the desk sorts by follows: category,
    /// urgency (with the time to take it over, while it waits), kind, and the place with its distance. A case never moves to
    /// another station by itself because of it.
    /// </summary>
    /// <returns><see cref="CaseChanged"/>: the value that was seen is not the newest any more.</returns>
    public Task<CaseMove> ReviseAsync(Guid caseId, Revision revision, Actor staff, OpenTransaction? joined = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(revision);
        var (field, gazetteer) = (revision.Field, places.Current.Gazetteer);
        var (value, fault) = CaseFacts.Read(field, revision.Value, leaf => categories?.Has(leaf) ?? true, code => gazetteer.FindBuilding(code)?.Code);
        if (fault is { } wrong) return Task.FromResult<CaseMove>(new FactInvalid(field, wrong));
        // Reading an address for the first time takes a moment; nobody's transaction waits for it.
        var match = field == CaseFacts.Address ? gazetteer.FindAddress(value) : AddressMatch.None;
        return writer.LookAndMoveAsync(caseId, joined, async (step, row) =>
        {
            if (OtherOwner(row, staff) is { } other) return other;
            if (row.ClosedAt is not null) return new IllegalMove(row.State, row.State);
            var now = await CurrentAsync(step.Db, row, field, cancellation).ConfigureAwait(false);
            if ((revision.Saw ?? "") != (now ?? "")) return new CaseChanged(caseId);
            if (now == value) return step.Nothing();
            Write(step, row, staff, field, now, value);
            Follow(step, row, staff, field, value, match);
            step.Note(staff, "revised", field);
            if (field == CaseFacts.ReporterPhone)
            {
                var mark = ContactMark.Of(value, protector);
                step.Afterwards = db => db.Petitions.Where(p => p.Id == row.PetitionId).ExecuteUpdateAsync(set => set.SetProperty(p => p.ContactMark, mark), cancellation);
            }
            return null;
        }, cancellation);
    }

    private void Follow(CaseStep step, CaseRow row, Actor staff, string field, string? value, AddressMatch match)
    {
        var gazetteer = places.Current.Gazetteer;
        switch (field)
        {
            case CaseFacts.Category: row.Leaf = value!; break;
            case CaseFacts.Kind: row.Kind = value!; break;
            case CaseFacts.Urgency:
                row.Urgency = value!;
                // More urgent than thought: less time is left from now on. Never more than was promised.
                var due = step.Now + content.Current.Targets.ToTakeOver(value!);
                if (row.ClaimedAt is null && due < row.DueAt) row.DueAt = due;
                break;
            case CaseFacts.Building:
                row.Building = value;
                if (gazetteer.FindBuilding(value) is not { } building) break;
                Write(step, row, staff, CaseFacts.Address, row.Address, building.Address);
                row.Address = building.Address;
                MoveTo(row, building.Point, building.Community.Name);
                break;
            case CaseFacts.Address:
                row.Address = value;
                if (!match.HasPoint) break;
                if (match.Building >= 0)
                {
                    var code = gazetteer.BuildingAt(match.Building).Code;
                    Write(step, row, staff, CaseFacts.Building, row.Building, code);
                    row.Building = code;
                }
                MoveTo(row, match.Point, match.Community < 0 ? row.Community : gazetteer.Communities[match.Community].Name);
                break;
        }
    }

    private void MoveTo(CaseRow row, GeoPoint point, string? community)
    {
        (row.Latitude, row.Longitude, row.Community, row.PlaceKnown) = (point.Lat, point.Lon, community, true);
        row.DistanceM = places.Current.FindStation(row.StationId) is { } station ? Geodesic.Metres(point, station.Point) : null;
    }

    private void Write(CaseStep step, CaseRow row, Actor staff, string field, string? before, string? after)
    {
        if (before == after) return;
        step.Add(new CaseFactRow
        {
            CaseId = row.Id,
            At = step.Now,
            Actor = staff.Id,
            ActorName = staff.Name,
            Field = field,
            Before = before is null ? null : protector.Protect(before),
            After = after is null ? null : protector.Protect(after),
        });
    }

    private async Task<string?> CurrentAsync(CaseworkDb db, CaseRow row, string field, CancellationToken cancellation)
    {
        var newest = await db.CaseFacts.AsNoTracking().Where(f => f.CaseId == row.Id && f.Field == field).OrderByDescending(f => f.Id)
            .FirstOrDefaultAsync(cancellation).ConfigureAwait(false);
        var petition = await PetitionStore.FindAsync(db, row.PetitionId, protector, cancellation).ConfigureAwait(false);
        return CaseFacts.Current(field, row, petition, newest is null ? null : CaseReader.Open(newest, protector));
    }
}
