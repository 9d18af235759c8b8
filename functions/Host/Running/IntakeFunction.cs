using IntakeBot.Casework;
using IntakeBot.Functions.Declarations;

namespace IntakeBot.Functions.Running;

/// <param name="message">The message text of a queue trigger; null for a timer.</param>
/// <param name="cancellation">
/// Our own deadline, well before the one at which a Functions host kills the process and everything else in it.
/// </param>
internal delegate Task<HandlerOutcome> MessageHandler(string? message, CancellationToken cancellation);

/// <summary>A declared function and the handler behind it.</summary>
internal sealed record IntakeFunction(FunctionFile File, MessageHandler Handle)
{
    public string Name => File.Function;
}
