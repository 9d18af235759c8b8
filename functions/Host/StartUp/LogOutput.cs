namespace IntakeBot.Functions.StartUp;

/// <summary>One line each on stdout; frameworks only when something is wrong.</summary>
internal static class LogOutput
{
    public static void Configure(ILoggingBuilder logging)
    {
        logging.ClearProviders();
        logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.ColorBehavior = Microsoft.Extensions.Logging.Console.LoggerColorBehavior.Disabled;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
            console.UseUtcTimestamp = true;
        });
        logging.SetMinimumLevel(LogLevel.Information);
        logging.AddFilter("Microsoft", LogLevel.Warning);
        logging.AddFilter("System", LogLevel.Warning);
        logging.AddFilter("Azure", LogLevel.Warning);
        logging.AddFilter("Npgsql", LogLevel.Warning);
        // EF logs every failed command with its text; what matters is told by who called.
        logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Critical);
        // The host reports its own failure to start with a stack; the program says it in one line.
        logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.Critical);
        // The Functions host dictates the port, whatever ASPNETCORE_URLS says.
        logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel", LogLevel.Error);
    }
}
