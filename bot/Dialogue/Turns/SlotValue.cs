using System.Text.Json.Serialization;
using IntakeBot.Dialogue.Understanding;

namespace IntakeBot.Dialogue.Turns;

/// <summary>What a slot holds. Short discriminators, because every turn writes them.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "t")]
[JsonDerivedType(typeof(TextValue), "x")]
[JsonDerivedType(typeof(LeafValue), "l")]
[JsonDerivedType(typeof(PlaceValue), "p")]
[JsonDerivedType(typeof(TimeValue), "w")]
[JsonDerivedType(typeof(MoneyValue), "m")]
[JsonDerivedType(typeof(CountValue), "n")]
[JsonDerivedType(typeof(PartyValue), "c")]
[JsonDerivedType(typeof(ContactValue), "r")]
[JsonDerivedType(typeof(FlagValue), "f")]
[JsonDerivedType(typeof(NamesValue), "s")]
[JsonDerivedType(typeof(NoValue), "0")]
public abstract record SlotValue;

public sealed record TextValue(string Text) : SlotValue;
/// <param name="By">model or resident.</param>
public sealed record LeafValue(string Leaf, double Confidence, string By, IReadOnlyList<RankedLeaf> Others) : SlotValue;
/// <param name="Source">qr, shared or typed.</param>
public sealed record PlaceValue(string Source, string? Building = null, string? Address = null,
    double? Latitude = null, double? Longitude = null, string? Datum = null, string? Community = null) : SlotValue;
public sealed record TimeValue(string Text, string? Timex = null, DateTimeOffset? Start = null, DateTimeOffset? End = null, bool Recurring = false, bool Since = false) : SlotValue;
public sealed record MoneyValue(decimal Value, bool About) : SlotValue;
public sealed record CountValue(int Count, bool About) : SlotValue;
public sealed record PartyValue(string Kind, string? Name = null, string? Phone = null) : SlotValue;
/// <param name="Phone">E.164.</param>
public sealed record ContactValue(string? Name, string? Phone) : SlotValue;
public sealed record FlagValue(bool Set) : SlotValue;
public sealed record NamesValue(IReadOnlyList<string> Names) : SlotValue;
/// <summary>Asked, and there is no answer to be had: not known, not wanted, not given. It is not asked again.</summary>
public sealed record NoValue : SlotValue
{
    public static NoValue Instance { get; } = new();
}

public sealed record Slot(string Name, SlotValue Value);
