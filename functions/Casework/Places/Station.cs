using IntakeBot.Casework.Cases;

namespace IntakeBot.Casework.Places;

/// <summary>A station as routing sees it.</summary>
/// <param name="Community">Index in <see cref="Gazetteer.Communities"/>, or -1.</param>
/// <param name="Subdistrict">Index in <see cref="Gazetteer.Subdistricts"/>, or -1.</param>
/// <param name="LoadLimit">Open cases up to which it is chosen; 0 = no limit.</param>
public sealed record Station(
    string Id, string Name, CaseLevel Level, int Community, int Subdistrict, GeoPoint Point, int LoadLimit, bool Active, bool Synthetic, DutyHours Duty)
{
    /// <summary>Place in <see cref="Places.Stations"/>; changes with every snapshot.</summary>
    public int Index { get; init; }
}
