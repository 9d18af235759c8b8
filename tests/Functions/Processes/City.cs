using System.Diagnostics;
using Azure.Storage.Queues;
using IntakeBot.Casework.Petitions;
using IntakeBot.Casework.Store;
using IntakeBot.Casework.Tests;
using IntakeBot.Functions.Tests.StandIn;

namespace IntakeBot.Functions.Tests.Processes;

/// <summary>What the program works on: a database of its own, and queues of its own on the tests' Azurite.</summary>
internal sealed class City : IAsyncDisposable
{
    private City(TestStore store, string connection)
    {
        (Store, Connection) = (store, connection);
        Petitions = Queues.Raw(connection, QueueNames.Petitions);
        Poison = Queues.Raw(connection, QueueNames.Poison);
        Settings = new Dictionary<string, string>
        {
            ["AzureWebJobsStorage"] = connection,
            ["Store__Provider"] = store.Options.Provider == StoreProvider.Sqlite ? TestStore.Sqlite : TestStore.Postgres,
            ["Store__ConnectionString"] = store.Options.ConnectionString,
            ["AzureFunctionsJobHost__extensions__queues__visibilityTimeout"] = "00:00:01",
        };
    }

    public TestStore Store { get; }
    public string Connection { get; }
    public QueueClient Petitions { get; }
    public QueueClient Poison { get; }
    public Dictionary<string, string> Settings { get; }

    public static async Task<City> CreateAsync(string provider)
    {
        if (Environment.GetEnvironmentVariable("INTAKEBOT_TEST_AZURITE") is not { Length: > 0 } connection)
        {
            Assert.Skip("INTAKEBOT_TEST_AZURITE is not set");
            throw new UnreachableException();
        }
        var city = new City(await TestStore.CreateAsync(provider), connection);
        foreach (var queue in (QueueClient[])[city.Petitions, city.Poison])
        {
            await queue.CreateIfNotExistsAsync();
            await queue.ClearMessagesAsync();
        }
        return city;
    }

    public static Petition Petition(int number = 0) => SamplePetition.Deposit() with
    {
        Id = Guid.CreateVersion7(),
        Receipt = Receipt.New(),
        Conversation = new($"c-{number}", "petition", 1),
    };

    /// <summary>Sends petitions as the bot does and gives their ids.</summary>
    public async Task<List<Guid>> SendAsync(int count)
    {
        var petitions = Enumerable.Range(0, count).Select(Petition).ToList();
        await Parallel.ForEachAsync(petitions, new ParallelOptions { MaxDegreeOfParallelism = 16 },
            async (petition, _) => await Petitions.SendAsync(PetitionEnvelope.ForQueue(petition)));
        return [.. petitions.Select(p => p.Id)];
    }

    public static async Task UntilAsync(Func<Task<bool>> holds, TimeSpan limit, Func<string>? otherwise = null)
    {
        var watch = Stopwatch.StartNew();
        while (!await holds())
        {
            if (watch.Elapsed > limit) throw new TimeoutException($"It did not come true within {limit}. {otherwise?.Invoke()}");
            await Task.Delay(50);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Petitions.ClearMessagesAsync();
        await Poison.ClearMessagesAsync();
        await Store.DisposeAsync();
    }
}
