using System.Diagnostics;
using IntakeBot.Casework.Cases;
using IntakeBot.Casework.Content;
using IntakeBot.Casework.Petitions;
using IntakeBot.Casework.Places;
using IntakeBot.Casework.Store;

namespace IntakeBot.Casework.Routing;

/// <summary>The first state of a case: received and routed in one go.</summary>
internal static class NewCase
{
    public static CaseRow Of(
        PetitionEnvelope envelope, PlacesSnapshot places, in Matter matter, in RouteDecision decision, string reason, DateTimeOffset now, Targets targets, Activity? span)
    {
        var petition = envelope.Petition;
        var gazetteer = places.Gazetteer;
        return new CaseRow
        {
            Id = petition.Id,
            PetitionId = petition.Id,
            ConversationId = petition.Conversation.Id,
            Receipt = petition.Receipt,
            State = CaseState.Routed,
            StationId = decision.Station.Id,
            Level = decision.Level,
            Reason = reason,
            DistanceM = double.IsNaN(decision.Metres) ? null : decision.Metres,
            PlaceKnown = decision.PlaceKnown,
            Urgency = petition.Urgency.Level,
            Leaf = petition.Category.Leaf,
            Kind = petition.Kind,
            Building = petition.Where.Building,
            Community = matter.Community >= 0 ? gazetteer.Communities[matter.Community].Name : petition.Where.Community,
            Address = petition.Where.Address ?? gazetteer.FindBuilding(petition.Where.Building)?.Address,
            Latitude = matter.HasPoint ? matter.Point.Lat : null,
            Longitude = matter.HasPoint ? matter.Point.Lon : null,
            ExcludedStations = matter.Accused is { } accused ? Exclusions.Write(accused.Ids(places)) : null,
            SubmittedAt = petition.SubmittedAt,
            RoutedAt = now,
            DueAt = now + targets.ToTakeOver(petition.Urgency.Level),
            Traceparent = span?.Id ?? envelope.Traceparent,
            UpdatedAt = now,
            Version = 1,
        };
    }

    public static CaseEventRow[] Events(CaseRow made, DateTimeOffset now)
    {
        CaseEventRow Event(string kind, CaseState? from, CaseState to, string? reason) => new()
        {
            CaseId = made.Id,
            At = now,
            Actor = Actor.SystemId,
            Kind = kind,
            FromState = from,
            ToState = to,
            Reason = reason,
            Origin = "queue",
        };
        return [Event("received", null, CaseState.Received, null), Event("routed", CaseState.Received, CaseState.Routed, made.Reason)];
    }
}
