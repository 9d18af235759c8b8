using System.CommandLine;
using System.Text.Json;
using IntakeBot.Dialogue.Content;
using IntakeBot.Dialogue.Understanding;
using IntakeBot.Dialogue.Understanding.Evaluation;
using IntakeBot.Host.Conversations;
using IntakeBot.Host.StartUp;

namespace IntakeBot.Host.Commands;

/// <summary>Measures the understanding on labelled messages. Touches no database.</summary>
internal static class EvaluateCommand
{
    public static Command Create()
    {
        var test = new Option<FileInfo?>("--test") { Description = "JSON lines to measure on: {\"text\":\"...\",\"leaf\":\"...\",\"urgency\":\"...\",\"amount\":3000,\"people\":300}; only text is required." };
        var voices = new Option<string[]>("--without-voice") { Description = "Instead of a test file: learn without this voice (a file of taxonomy/examples) and measure on it; several, or none for all in turn.", Arity = ArgumentArity.ZeroOrMore, AllowMultipleArgumentsPerToken = true };
        var train = new Option<FileInfo?>("--train") { Description = "JSON lines to learn the categories from, in place of the shipped examples; any labels." };
        var json = new Option<bool>("--json") { Description = "Print one JSON object." };
        var command = new Command("evaluate", "Measures how well messages are understood.") { test, train, voices, json };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction(parsed => parsed.GetResult(voices) is not null ? Voices(parsed.GetValue(voices) ?? [], Settings(parsed)) : Run(
            parsed.GetValue(test) ?? throw new SettingException("Name a file to measure on with --test, or a voice to leave out with --without-voice."),
            parsed.GetValue(train), parsed.GetValue(json), Settings(parsed)));
        return command;
    }

    private static IConfiguration Settings(ParseResult parsed) =>
        new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine([.. parsed.UnmatchedTokens]).Build();

    private static int Voices(string[] names, IConfiguration configuration)
    {
        var files = ContentFiles.FromDirectory(ConversationsFeature.ContentDirectory(configuration));
        var figures = LeaveOneVoiceOut.Run(files, names.Length == 0 ? null : names, ChinaTime.Of(TimeProvider.System.GetUtcNow()));
        if (names.FirstOrDefault(n => figures.All(f => f.Voice != n)) is { } unknown) throw new SettingException($"There is no voice {unknown}: name a file of taxonomy/examples, without its ending.");
        EvaluationTables.Write(figures);
        return 0;
    }

    private static int Run(FileInfo test, FileInfo? train, bool json, IConfiguration configuration)
    {
        var files = ContentFiles.FromDirectory(ConversationsFeature.ContentDirectory(configuration));
        var problems = new List<ContentProblem>();
        var reader = MessageReader.Load(files, problems, train is null ? null : Evaluator.Examples(Rows(train))) ?? throw new ContentException(problems);
        var report = Evaluator.Run(reader, Rows(test), ChinaTime.Of(TimeProvider.System.GetUtcNow()));
        if (json) Console.Out.WriteLine(JsonSerializer.Serialize(report, EvaluationJson.Default.EvaluationReport));
        else EvaluationTables.Write(report);
        return 0;
    }

    private static IReadOnlyList<EvaluationRow> Rows(FileInfo file)
    {
        if (!file.Exists) throw new SettingException($"There is no file {file.FullName}.");
        using var text = file.OpenText();
        try
        {
            return EvaluationRow.ReadAll(text);
        }
        catch (FormatException wrong)
        {
            throw new SettingException($"{file.Name}: {wrong.Message}");
        }
    }
}
