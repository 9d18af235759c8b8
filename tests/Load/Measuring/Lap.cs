namespace IntakeBot.Load.Measuring;

/// <summary>One stretch of load: how many turns in what time, and how long each took.</summary>
internal sealed class Lap
{
    private readonly int[] _microseconds;

    /// <param name="microseconds">One figure a turn, in any order.</param>
    public Lap(TimeSpan took, IEnumerable<IEnumerable<int>> microseconds, TimeSpan server, TimeSpan generator)
    {
        Took = took;
        _microseconds = [.. microseconds.SelectMany(m => m)];
        Array.Sort(_microseconds);
        Server = server;
        Generator = generator;
    }

    public TimeSpan Took { get; }
    public int Turns => _microseconds.Length;
    public double PerSecond => Turns / Took.TotalSeconds;
    /// <summary>Processor time of the server.</summary>
    public TimeSpan Server { get; }
    /// <summary>Processor time of this program.</summary>
    public TimeSpan Generator { get; }
    public double ServerMicroseconds => Turns == 0 ? 0 : Server.TotalMicroseconds / Turns;
    public double GeneratorMicroseconds => Turns == 0 ? 0 : Generator.TotalMicroseconds / Turns;
    /// <summary>Turns for one second of processor of server and generator: hardly touched by what else runs on the machine.</summary>
    public double PerProcessorSecond => Turns / (Server + Generator).TotalSeconds;

    /// <param name="part">Above 0, at most 1. 0.99: the time that 99 of 100 turns did not exceed.</param>
    public double Milliseconds(double part) => Turns == 0 ? 0 : _microseconds[(int)Math.Ceiling(Turns * part) - 1] / 1000.0;
}
