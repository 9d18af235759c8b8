using System.Globalization;
using Spectre.Console;

namespace IntakeBot.Host.Commands;

/// <summary>Shows how far long work has come: a bar on a terminal, a plain line every few seconds elsewhere.</summary>
internal static class CountedWork
{
    private static readonly TimeSpan s_often = TimeSpan.FromMilliseconds(200), s_seldom = TimeSpan.FromSeconds(5);

    /// <param name="work">Calls back with how many more are done; from any thread.</param>
    public static Task<T> RunAsync<T>(IAnsiConsole console, string name, int total, Func<Action<int>, Task<T>> work, TimeProvider clock) =>
        Console.IsOutputRedirected || !console.Profile.Capabilities.Interactive ? LinesAsync(console, name, total, work, clock) : BarAsync(console, name, total, work);

    private static Task<T> BarAsync<T>(IAnsiConsole console, string name, int total, Func<Action<int>, Task<T>> work) =>
        console.Progress().Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn(), new SpinnerColumn())
            .StartAsync(async context =>
            {
                var task = context.AddTask(name, maxValue: total);
                return await work(count => task.Increment(count));
            });

    private static async Task<T> LinesAsync<T>(IAnsiConsole console, string name, int total, Func<Action<int>, Task<T>> work, TimeProvider clock)
    {
        var (done, started) = (0, clock.GetTimestamp());
        var said = started;
        var running = work(count => Interlocked.Add(ref done, count));
        while (!running.IsCompleted)
        {
            await Task.WhenAny(running, Task.Delay(s_often, clock));
            if (running.IsCompleted || clock.GetElapsedTime(said) < s_seldom) continue;
            said = clock.GetTimestamp();
            var (now, passed) = (Volatile.Read(ref done), clock.GetElapsedTime(started));
            var left = now == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", about {passed.TotalSeconds * (total - now) / now:0} s left");
            console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {now} of {total}{left}"));
        }
        return await running;
    }
}
