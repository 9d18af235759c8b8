using IntakeBot.Casework.Content;
using IntakeBot.Casework.Places;
using IntakeBot.Casework.Routing;
using IntakeBot.Dialogue.Petitions;
using IntakeBot.Dialogue.Turns;

namespace IntakeBot.Host.Conversations;

/// <summary>What the engine may know of the world around one conversation.</summary>
internal sealed class WorldNow(PlacesSource places, CaseworkContentSource content)
{
    public TurnContext Around(KnownConversation known, DateTimeOffset now, IIdSource ids)
    {
        var context = new TurnContext(ChinaTime.Of(now), ids) { Owner = known.OwnerId is null ? ConversationOwner.Bot : ConversationOwner.Staff };
        var snapshot = places.Current;
        context = context with { DutyFor = draft => DutyFor(draft, known, snapshot, now) };
        if (known.Building is null || snapshot.Gazetteer.IndexOf(known.Building) is var index && index < 0)
            return context with { Duty = Duty(snapshot, Matter.Nowhere, now) };

        var building = snapshot.Gazetteer.BuildingAt(index);
        return context with
        {
            Building = new(building.Code, building.Address, building.Community.Name, building.Point.Lat, building.Point.Lon),
            Duty = Duty(snapshot, Matter.At(snapshot.Gazetteer, index), now),
        };
    }

    // The same way as the routing that follows, so that the resident hears who will really come.
    private DutyNow DutyFor(PetitionDraft draft, KnownConversation known, PlacesSnapshot snapshot, DateTimeOffset now) =>
        Duty(snapshot, Matter.Of(PetitionForm.Of(draft, known, now), snapshot, content.Current.Routing), now, draft.Urgency.Level);

    // Without the load of the stations: who answers first is promised, not which of two neighbours.
    private DutyNow Duty(PlacesSnapshot snapshot, Matter matter, DateTimeOffset now, string urgency = "normal")
    {
        var station = Router.Route(snapshot, matter, now, StationLoads.None).Station;
        return new(station.Name, snapshot.IsOnDuty(station, now), (int)Math.Ceiling(content.Current.Targets.ToTakeOver(urgency).TotalMinutes));
    }
}
