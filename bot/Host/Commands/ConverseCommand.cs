using System.CommandLine;
using System.Globalization;
using IntakeBot.Dialogue.Content;
using IntakeBot.Dialogue.Rehearsal;
using IntakeBot.Host.Conversations;
using Spectre.Console;

namespace IntakeBot.Host.Commands;

/// <summary>Plays conversation tests, and prints each transcript with the first difference marked. Touches no database.</summary>
internal static class ConverseCommand
{
    public static Command Create()
    {
        var files = new Argument<string[]>("file") { Description = "Scripts to play: files, folders, or patterns such as \"conversations/**/*.txt\".", Arity = ArgumentArity.OneOrMore };
        var failed = new Option<bool>("--failed") { Description = "Print only the conversations that do not go as written." };
        var command = new Command("converse", "Plays scripted conversations against the bot.") { files, failed };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(files), parsed.GetValue(failed), new ConfigurationBuilder().AddEnvironmentVariables().Build()));
        return command;
    }

    private static int Run(string[] patterns, bool onlyFailed, IConfiguration configuration)
    {
        var problems = new List<ContentProblem>();
        var reader = new ScriptFiles();
        var scripts = NamedFiles.Find(patterns, ".txt").Select(path => reader.Read(path, problems)).OfType<Script>().ToList();
        var library = new ContentLibrary(ConversationsFeature.Edition(configuration));
        var console = PlainConsole.Create();
        var different = 0;
        foreach (var script in scripts)
        {
            var performance = Player.Play(script, library);
            if (performance.Difference is not null) different++;
            if (performance.Difference is not null || !onlyFailed) Transcripts.Write(console, performance);
        }
        foreach (var problem in problems) console.MarkupLineInterpolated($"[red]{problem.ToString()}[/]");
        var summary = string.Create(CultureInfo.InvariantCulture, $"{scripts.Count - different} as written, {different} different, {problems.Count} mistakes in scripts.");
        console.MarkupLineInterpolated(different + problems.Count == 0 ? (FormattableString)$"[green]{summary}[/]" : $"[red]{summary}[/]");
        return different + problems.Count == 0 ? 0 : 1;
    }
}
