using System.Globalization;

namespace IntakeBot.Functions.StartUp;

/// <summary>With a port given by a Functions host the program is its custom handler; without one it polls the queues itself.</summary>
internal sealed record RunMode(int? Port)
{
    public const string PortVariable = "FUNCTIONS_CUSTOMHANDLER_PORT";
    private const string OlderPortVariable = "FUNCTIONS_HTTPWORKER_PORT";

    public bool IsHandler => Port is not null;

    /// <exception cref="SettingException">The variable holds no port.</exception>
    public static RunMode From(Func<string, string?> environment)
    {
        var text = environment(PortVariable) is { Length: > 0 } port ? port : environment(OlderPortVariable);
        if (string.IsNullOrEmpty(text)) return new RunMode(Port: null);
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= ushort.MaxValue
            ? new RunMode(number)
            : throw new SettingException($"{PortVariable} is \"{text}\", which is no port");
    }
}
