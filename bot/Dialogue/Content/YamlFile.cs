using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace IntakeBot.Dialogue.Content;

/// <summary>
/// Strict reading of a YAML file into a type: unknown, doubled and missing keys and empty values are problems with a line.
/// Types are plain classes or records with settable members; keys are camelCase.
/// </summary>
public static class YamlFile
{
    private static readonly IDeserializer s_deserializer = new DeserializerBuilder()
        .WithNamingConvention(CamelCaseNamingConvention.Instance)
        .WithDuplicateKeyChecking()
        .WithEnforceRequiredMembers()
        .WithEnforceNullability()
        .Build();

    /// <summary>Reads one file; on failure adds the problem and answers null.</summary>
    public static YamlDocument<T>? Read<T>(ContentFiles files, string path, ICollection<ContentProblem> problems) where T : class
    {
        var text = files.Find(path);
        if (text is not null) return Read<T>(path, text, problems);
        problems.Add(new(path, 0, "The file is missing.", "Put it back, or restore the version before."));
        return null;
    }

    public static YamlDocument<T>? Read<T>(string path, string text, ICollection<ContentProblem> problems) where T : class
    {
        if (typeof(T) == typeof(Dictionary<string, List<string>>) && SentenceLists.TryRead(text) is T simple) return new YamlDocument<T>(path, simple, text);
        return Parse<T>(path, text, problems);
    }

    /// <summary>By the full parser, whatever the form of the file.</summary>
    internal static YamlDocument<T>? Parse<T>(string path, string text, ICollection<ContentProblem> problems) where T : class
    {
        try
        {
            if (s_deserializer.Deserialize<T?>(text) is { } value) return new YamlDocument<T>(path, value, text);
            problems.Add(new(path, 0, "The file is empty.", "Fill it, or remove it."));
            return null;
        }
        catch (YamlException e)
        {
            problems.Add(new(path, (int)e.Start.Line, Plain(e), "Compare the spelling and the indentation with the lines around it."));
            return null;
        }
    }

    // The library wraps the real reason in "Exception during deserialization"; the innermost message is the one that helps.
    private static string Plain(Exception e)
    {
        while (e.InnerException is { } inner) e = inner;
        var message = e.Message;
        var colon = message.StartsWith('(') ? message.IndexOf("): ", StringComparison.Ordinal) : -1;
        return colon < 0 ? message : message[(colon + 3)..];
    }
}

/// <summary>
/// A file read, with the line of every key for problems that only show when files are compared. Lines are looked up in a
/// second reading, so ask for them only when there is a problem.
/// </summary>
public sealed class YamlDocument<T>(string file, T value, string text)
{
    private YamlNode? _root;

    public string File { get; } = file;
    public T Value { get; } = value;

    private YamlNode Root
    {
        get
        {
            if (_root is not null) return _root;
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            return _root = stream.Documents[0].RootNode;
        }
    }

    /// <summary>Line of the node at a path of keys (string) and list positions (int, from 0); of the nearest parent that exists.</summary>
    public int LineOf(params ReadOnlySpan<object> path)
    {
        var node = Root;
        var line = (int)node.Start.Line;
        foreach (var part in path)
        {
            YamlNode? next = null;
            switch (node)
            {
                case YamlMappingNode map when part is string key:
                    foreach (var (k, v) in map.Children)
                    {
                        if (k is not YamlScalarNode { Value: { } name } || name != key) continue;
                        line = (int)k.Start.Line;
                        next = v;
                    }
                    break;
                case YamlSequenceNode list when part is int index && index < list.Children.Count:
                    next = list.Children[index];
                    line = (int)next.Start.Line;
                    break;
            }
            if (next is null) return line;
            node = next;
        }
        return line;
    }
}
