namespace IntakeBot.Casework.Routing;

/// <summary>The shape of <c>routing.zh-CN.yaml</c>.</summary>
internal sealed class RoutingFile
{
    public required ChosenEntry Chosen { get; init; }
    public required string PlaceUnknown { get; init; }
    public required string OutsideDistrict { get; init; }
    public required string Nearer { get; init; }
    public required string HallSkipped { get; init; }
    public required SkippedEntry Skipped { get; init; }
    public required WhyEntry Why { get; init; }
    public required WhenEntry When { get; init; }
    public required string Called { get; init; }
    public required string Transferred { get; init; }
    public required string StationGone { get; init; }
    public required string StationClosed { get; init; }
    public required string OwnerGone { get; init; }
    public required EscalationEntry Escalation { get; init; }
    public required ParkedEntry Parked { get; init; }
    public required string Separator { get; init; }
    public required AboutStaffEntry AboutStaff { get; init; }

    internal sealed class ChosenEntry
    {
        public required string Station { get; init; }
        public required string Hall { get; init; }
        public required string HallByText { get; init; }
        public required string Subdistrict { get; init; }
        public required string District { get; init; }
    }

    internal class SkippedEntry
    {
        public required string OffDutySince { get; init; }
        public required string OffDuty { get; init; }
        public required string Full { get; init; }
        public required string Accused { get; init; }
    }

    internal sealed class WhyEntry : SkippedEntry
    {
        public required string Missing { get; init; }
    }

    internal sealed class WhenEntry
    {
        public required string Today { get; init; }
        public required string Yesterday { get; init; }
        public required string Earlier { get; init; }
    }

    internal sealed class EscalationEntry
    {
        public required WaitedEntry Waited { get; init; }
        public required string Overdue { get; init; }
        public required string Called { get; init; }
        public required string Later { get; init; }
        public required string Last { get; init; }
        public required string Step { get; init; }
        public required string CalledStation { get; init; }
        public required string CalledDesk { get; init; }
        public required string NoPlace { get; init; }
        public required string NobodyNear { get; init; }
        public required string NobodyNearBut { get; init; }
        public required string AlreadyThere { get; init; }
        public required string Missing { get; init; }
        public required string Closed { get; init; }
        public required string Accused { get; init; }
        public required string CameOnDuty { get; init; }
        public required WhoEntry Who { get; init; }
        public required string Separator { get; init; }
    }

    internal sealed class WaitedEntry
    {
        public required string Seconds { get; init; }
        public required string Minutes { get; init; }
        public required string Hours { get; init; }
    }

    internal sealed class WhoEntry
    {
        public required string Neighbour { get; init; }
        public required string Subdistrict { get; init; }
        public required string District { get; init; }
    }

    internal sealed class ParkedEntry
    {
        public required string BrokenJson { get; init; }
        public required string UnknownVersion { get; init; }
        public required string UnknownKind { get; init; }
        public required string SchemaErrors { get; init; }
        public required string Poison { get; init; }
    }

    internal sealed class AboutStaffEntry
    {
        public required List<string> Leaves { get; init; }
        public required List<string> Kinds { get; init; }
        public required List<string> StationSuffixes { get; init; }
        public required List<string> Unnamed { get; init; }
        public required List<string> UnnamedHall { get; init; }
        public required List<string> UnnamedSubdistrict { get; init; }
    }
}
