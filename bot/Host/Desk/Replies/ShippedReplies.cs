using System.Runtime.CompilerServices;
using IntakeBot.Dialogue.Content;
using IntakeBot.Dialogue.Wording;

namespace IntakeBot.Host.Desk.Replies;

/// <summary>The shape of <c>wording/replies.LANGUAGE.yaml</c>.</summary>
internal sealed class RepliesFile
{
    /// <summary>How a resident of whom the name is known is addressed; {family} is the family name.</summary>
    public required string Salutation { get; set; }
    /// <summary>The same for a name that ends politely itself; {title} is that end.</summary>
    public required string SalutationPolite { get; set; }
    public required List<string> CompoundSurnames { get; set; }
    /// <summary>Ends of a name that is polite already.</summary>
    public required List<string> AlreadyPolite { get; set; }
    public required List<Reply> Replies { get; set; }

    internal sealed class Reply
    {
        public required string Code { get; set; }
        public required string Title { get; set; }
        public required string Text { get; set; }
    }
}

/// <summary>The replies that come with the program, of the edition of the content in use; read once an edition.</summary>
internal sealed class ShippedReplies(ContentLibrary library)
{
    private readonly ConditionalWeakTable<ContentFiles, IReadOnlyDictionary<string, RepliesFile>> _read = [];

    public RepliesFile In(string language)
    {
        var files = _read.GetValue(library.Current.Catalog.Files, static files =>
        {
            var problems = new List<ContentProblem>();
            return Load(files, problems) ?? throw new ContentException(problems);
        });
        return files.GetValueOrDefault(language) ?? files[Languages.Chinese];
    }

    /// <summary>Reads and checks both languages; null and the problems when anything is wrong.</summary>
    public static IReadOnlyDictionary<string, RepliesFile>? Load(ContentFiles files, ICollection<ContentProblem> problems)
    {
        var before = problems.Count;
        var read = new Dictionary<string, RepliesFile>(StringComparer.Ordinal);
        foreach (var language in Languages.All)
        {
            var path = $"wording/replies.{language}.yaml";
            if (YamlFile.Read<RepliesFile>(files, path, problems) is not { Value: { } file }) continue;
            foreach (var twice in file.Replies.GroupBy(r => r.Code).Where(g => g.Count() > 1))
                problems.Add(new(path, 0, $"The code '{twice.Key}' appears twice.", "Give each reply a code of its own."));
            foreach (var reply in file.Replies)
            {
                if (!ReplyVariables.IsCode(reply.Code)) problems.Add(new(path, 0, $"'{reply.Code}' is no code.", "Use up to 20 small letters, digits and dashes."));
                foreach (var unknown in ReplyVariables.Unknown(reply.Text))
                    problems.Add(new(path, 0, $"The reply '{reply.Code}' uses {unknown}, which nothing fills in.", "Use one of the variables named at the top of the file."));
            }
            read[language] = file;
        }
        return problems.Count == before ? read : null;
    }
}
