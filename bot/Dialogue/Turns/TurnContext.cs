using IntakeBot.Dialogue.Petitions;

namespace IntakeBot.Dialogue.Turns;

/// <summary>What the engine may know of the world in one turn. It has no clock and no randomness of its own.</summary>
/// <param name="Now">The moment of the message, offset +08:00.</param>
/// <param name="Ids">Where petition ids and receipts come from.</param>
public sealed record TurnContext(DateTimeOffset Now, IIdSource Ids)
{
    /// <summary>Who answers the resident now; while staff do, the engine speaks only in emergencies.</summary>
    public ConversationOwner Owner { get; init; } = ConversationOwner.Bot;
    /// <summary>
    /// A piece of a sentence may wait for the rest: the host runs the engine again with the event <c>intake/wake</c> at
    /// <see cref="TurnOutcome.WakeAt"/>. False where a message must be answered with the call that brought it.
    /// </summary>
    public bool MayWait { get; init; }
    /// <summary>The message was sent by someone who had not seen the open question yet: it is no answer to it.</summary>
    public bool Crossed { get; init; }
    /// <summary>The building whose code was scanned, if any.</summary>
    public ScannedBuilding? Building { get; init; }
    /// <summary>Who is on duty for this place now, so that promises about answers are honest.</summary>
    public DutyNow? Duty { get; init; }
    /// <summary>Who would take this very matter now: where it happened may not be where the resident stands.</summary>
    public Func<PetitionDraft, DutyNow>? DutyFor { get; init; }
}

public enum ConversationOwner { Bot, Staff }

/// <param name="Code">e.g. <c>TW-000123</c>.</param>
public sealed record ScannedBuilding(string Code, string Address, string Community, double Latitude, double Longitude);

/// <param name="Station">Name of the station that would take a matter now.</param>
/// <param name="TargetMinutes">Minutes within which staff should answer a normal matter.</param>
public sealed record DutyNow(string Station, bool OnDuty, int TargetMinutes);

/// <summary>Identifiers and receipts; random in production, counted in tests.</summary>
public interface IIdSource
{
    Guid NewId();
    /// <summary>A receipt such as <c>GM-7K3F9-Q2M4T</c>: ten symbols of an alphabet of thirty, no look-alikes.</summary>
    string NewReceipt();
}
