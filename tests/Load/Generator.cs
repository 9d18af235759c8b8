namespace IntakeBot.Load;

/// <summary>The generator's own runtime: one thread that waits for all sockets and goes on at once with what came, because it has to cost little.</summary>
internal static class Generator
{
    /// <summary>Environment variables that the runtime reads at the first socket; not for the servers.</summary>
    public static IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>
    {
        ["DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS"] = "1",
        ["DOTNET_SYSTEM_NET_SOCKETS_THREAD_COUNT"] = "1",
    };

    public static void Prepare()
    {
        foreach (var (name, value) in Settings) Environment.SetEnvironmentVariable(name, value);
    }
}
