using IntakeBot.Casework;
using IntakeBot.Functions.Declarations;
using IntakeBot.Functions.Running;

namespace IntakeBot.Functions.Tests.Running;

public sealed class FunctionSetTests
{
    private static readonly string Built = AppContext.BaseDirectory;

    [Fact]
    public void Every_folder_has_a_handler_and_every_handler_a_folder()
    {
        new FunctionSet(Built, ("RoutePetition", Done), ("ParkPoison", Done), ("SweepCases", Done)).All.Select(f => f.Name)
            .ShouldBe(["ParkPoison", "RoutePetition", "SweepCases"]);
        Should.Throw<DeclarationException>(() => new FunctionSet(Built, ("RoutePetition", Done), ("ParkPoison", Done)))
            .Message.ShouldContain("SweepCases");
        Should.Throw<DeclarationException>(() => new FunctionSet(Built, ("RoutePetition", Done), ("ParkPoison", Done), ("SweepCases", Done), ("Other", Done)))
            .Message.ShouldContain("Other");
    }

    private static Task<HandlerOutcome> Done(string? message, CancellationToken cancellation) => Task.FromResult(HandlerOutcome.Finished);
}
