using IntakeBot.Functions.Declarations;

namespace IntakeBot.Functions.Running;

/// <summary>All functions of this program: every folder with a function.json has a handler, and every handler a folder.</summary>
internal sealed class FunctionSet
{
    /// <exception cref="DeclarationException">Folders and handlers do not match.</exception>
    public FunctionSet(string folder, params IReadOnlyCollection<(string Name, MessageHandler Handle)> handlers)
    {
        var files = FunctionFile.ReadAll(folder);
        var known = handlers.ToDictionary(h => h.Name, h => h.Handle, StringComparer.Ordinal);
        if (files.Keys.FirstOrDefault(name => !known.ContainsKey(name)) is { } idle)
            throw new DeclarationException(Path.Combine(folder, idle, FunctionFile.Name), "no handler bears this name");
        if (known.Keys.FirstOrDefault(name => !files.ContainsKey(name)) is { } bare)
            throw new DeclarationException(Path.Combine(folder, bare, FunctionFile.Name), "is missing");
        All = [.. files.Values.OrderBy(f => f.Function, StringComparer.Ordinal).Select(f => new IntakeFunction(f, known[f.Function]))];
    }

    public IReadOnlyList<IntakeFunction> All { get; }
}
