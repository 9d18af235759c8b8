using IntakeBot.Casework.Petitions;
using IntakeBot.Dialogue.Turns;

namespace IntakeBot.Host.Conversations;

/// <summary>Ids in the order of time, so that indexes grow at one end; receipts from the operating system's randomness.</summary>
internal sealed class RandomIds(TimeProvider clock) : IIdSource
{
    public Guid NewId() => Guid.CreateVersion7(clock.GetUtcNow());

    public string NewReceipt() => Receipt.New();
}
