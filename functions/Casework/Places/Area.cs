namespace IntakeBot.Casework.Places;

/// <param name="Code">e.g. <c>440311004</c>.</param>
/// <param name="Name">Without the word for subdistrict.</param>
public sealed record Subdistrict(string Code, string Name, GeoPoint Centre);

/// <param name="Code">e.g. <c>440311004003</c>.</param>
/// <param name="Name">Without the word for community.</param>
/// <param name="Initials">Begin the codes of its buildings.</param>
/// <param name="Subdistrict">Index in <see cref="Gazetteer.Subdistricts"/>.</param>
/// <param name="Centre">Approximate.</param>
public sealed record Community(string Code, string Name, string Initials, int Subdistrict, GeoPoint Centre);

/// <summary>One building as others see it; the gazetteer itself keeps columns.</summary>
/// <param name="Code">e.g. <c>TW-000123</c>.</param>
public sealed record Building(string Code, string Address, GeoPoint Point, Community Community);
