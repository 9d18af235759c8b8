using IntakeBot.Host.Channels;

namespace IntakeBot.Host.BotFramework;

/// <summary>What is to be done for one activity. It may be done again when it failed.</summary>
/// <param name="run">The turn.</param>
internal sealed class ChannelTurn(Func<CancellationToken, Task<DoorAnswer>> run)
{
    public Func<CancellationToken, Task<DoorAnswer>> Run => run;

    /// <summary>Key of a sentence of the program itself to be said after the answer, outside the transcript.</summary>
    public string? Besides { get; set; }
}
