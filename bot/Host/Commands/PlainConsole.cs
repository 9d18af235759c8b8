using Spectre.Console;

namespace IntakeBot.Host.Commands;

internal static class PlainConsole
{
    private const int Unlimited = 400;

    /// <summary>The console of the verbs: colour on a terminal; into a file or a pipe there is none, and no width to keep to.</summary>
    public static IAnsiConsole Create()
    {
        var console = AnsiConsole.Console;
        if (Console.IsOutputRedirected) console.Profile.Width = Unlimited;
        return console;
    }
}
