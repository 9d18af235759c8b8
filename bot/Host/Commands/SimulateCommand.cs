using System.CommandLine;
using IntakeBot.Dialogue.Content;
using IntakeBot.Dialogue.Rehearsal.Simulation;
using IntakeBot.Host.Conversations;

namespace IntakeBot.Host.Commands;

/// <summary>Lets scripted residents talk to the bot, and measures what comes of it. Touches no database.</summary>
internal static class SimulateCommand
{
    public static Command Create()
    {
        var files = new Argument<string[]>("file") { Description = "Residents: YAML files, folders, or patterns.", Arity = ArgumentArity.OneOrMore };
        var json = new Option<bool>("--json") { Description = "Print one JSON object." };
        var transcripts = new Option<bool>("--transcripts") { Description = "Print the conversation of everybody with whom something went wrong." };
        var only = new Option<string?>("--only") { Description = "Only residents whose name has this piece." };
        var command = new Command("simulate", "Lets scripted residents talk to the bot.") { files, json, transcripts, only };
        command.SetAction(parsed => Run(
            parsed.GetRequiredValue(files), parsed.GetValue(only), parsed.GetValue(json), parsed.GetValue(transcripts), new ConfigurationBuilder().AddEnvironmentVariables().Build()));
        return command;
    }

    private static int Run(string[] names, string? only, bool json, bool transcripts, IConfiguration configuration)
    {
        var library = new ContentLibrary(ConversationsFeature.Edition(configuration));
        var problems = new List<ContentProblem>();
        var residents = NamedFiles.Find(names, ".yaml").SelectMany(path => ResidentFile.Read(path, File.ReadAllText(path), library.Current.Catalog, problems)).ToList();
        if (problems.Count > 0) throw new ContentException(problems);
        var report = SimulationReport.Of([.. residents.Where(r => only is null || r.Key.Contains(only, StringComparison.Ordinal)).Select(r => Simulator.Run(r.Key, r.Value, library))]);
        if (json) Console.Out.WriteLine(report.ToJson());
        else SimulationTables.Write(report, transcripts);
        return 0;
    }
}
