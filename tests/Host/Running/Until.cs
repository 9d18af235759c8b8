namespace IntakeBot.Host.Tests.Running;

public static class Until
{
    /// <summary>Polls until the answer is there; fails with the last one after the limit.</summary>
    public static async Task<T> TrueAsync<T>(Func<Task<T>> ask, Func<T, bool> good, double seconds = 15)
    {
        var deadline = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var answer = await ask();
            if (good(answer)) return answer;
            if (TimeProvider.System.GetElapsedTime(deadline).TotalSeconds > seconds) throw new TimeoutException($"Not so after {seconds} s; the last answer was {answer}.");
            await Task.Delay(20);
        }
    }
}
