using IntakeBot.Casework.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;

namespace IntakeBot.Casework.Tests;

public class StoreTests
{
    [Theory]
    [InlineData(TestStore.Sqlite)]
    [InlineData(TestStore.Postgres)]
    public async Task Several_processes_start_at_once_on_an_empty_database(string provider)
    {
        await using var test = await TestStore.OpenAsync(provider, start: false);
        var others = Enumerable.Range(0, 3).Select(_ => test.Second()).ToList();
        await Task.WhenAll(others.Append(test).Select(s => Task.Run(s.StartAsync)));
        await using var db = test.Store.Open();
        (await db.Stations.CountAsync()).ShouldBe(250);
        (await db.PlacesVersions.CountAsync()).ShouldBe(1);
        others.ShouldAllBe(s => s.Places.Current.Stations.Count == 250);
        foreach (var other in others) await other.DisposeAsync();
    }

    [Theory]
    [InlineData(TestStore.Sqlite)]
    [InlineData(TestStore.Postgres)]
    public async Task The_model_has_no_pending_changes_and_all_names_are_snake_case(string provider)
    {
        await using var test = await TestStore.OpenAsync(provider);
        await using var db = test.Store.Open();
        db.Database.HasPendingModelChanges().ShouldBeFalse();
        foreach (var entity in db.Model.GetEntityTypes())
        {
            entity.GetTableName()!.ShouldMatch("^[a-z_]+$");
            foreach (var property in entity.GetProperties()) property.GetColumnName().ShouldMatch("^[a-z0-9_]+$");
        }
    }

    [Theory]
    [InlineData(TestStore.Sqlite)]
    [InlineData(TestStore.Postgres)]
    public async Task A_changed_roster_is_seen_without_a_restart(string provider)
    {
        await using var test = await TestStore.OpenAsync(provider);
        var before = test.Places.Current;
        var night = before.Stations.First(s => !before.IsOnDuty(s, SamplePetition.Evening));
        await using (var db = test.Store.Open())
        {
            db.Shifts.Add(new ShiftRow { StationId = night.Id, Days = 255, FromMinute = 0, ToMinute = 1440 });
            db.PlacesVersions.Add(new PlacesVersionRow { At = test.Time.GetUtcNow(), Reason = "night duty" });
            await db.SaveChangesAsync();
        }
        var swapped = new TaskCompletionSource();
        test.Places.Swapped += _ => swapped.TrySetResult();
        test.Time.Advance(Places.PlacesSource.CheckEvery);
        await swapped.Task.WaitAsync(TimeSpan.FromSeconds(20));
        var after = test.Places.Current;
        after.IsOnDuty(after.FindStation(night.Id)!, SamplePetition.Evening).ShouldBeTrue();
        before.IsOnDuty(night, SamplePetition.Evening).ShouldBeFalse();
        after.Gazetteer.ShouldBeSameAs(before.Gazetteer);
    }

    [Fact]
    public async Task A_migration_lock_left_by_a_killed_process_does_not_block_the_next_start()
    {
        await using var test = await TestStore.OpenAsync(TestStore.Sqlite, start: false);
        await using (var db = test.Store.Open())
        {
            await db.Database.OpenConnectionAsync();
            await db.Database.ExecuteSqlRawAsync("""CREATE TABLE "__EFMigrationsLock" ("Id" INTEGER NOT NULL CONSTRAINT "PK___EFMigrationsLock" PRIMARY KEY, "Timestamp" TEXT NOT NULL)""");
            await db.Database.ExecuteSqlRawAsync("""INSERT INTO "__EFMigrationsLock" VALUES (1, '2026-11-23 10:00:00')""");
        }
        await test.StartAsync().WaitAsync(TimeSpan.FromSeconds(60));
        test.Places.IsLoaded.ShouldBeTrue();
    }

    [Fact]
    public async Task Sqlite_writes_ahead_and_waits_for_the_disk()
    {
        await using var test = await TestStore.OpenAsync(TestStore.Sqlite);
        await using var db = test.Store.Open();
        (await db.Database.SqlQueryRaw<string>("SELECT journal_mode AS Value FROM pragma_journal_mode").SingleAsync()).ShouldBe("wal");
        (await db.Database.SqlQueryRaw<int>("SELECT synchronous AS Value FROM pragma_synchronous").SingleAsync()).ShouldBe(2);
    }

    [Fact]
    public void Where_the_data_live()
    {
        static StoreOptions From(params (string, string)[] settings) => StoreOptions.From(new ConfigurationBuilder()
            .AddInMemoryCollection(settings.ToDictionary(s => s.Item1, s => (string?)s.Item2)).Build());
        var directory = Directory.CreateTempSubdirectory("casework-test").FullName;
        From(("contentRoot", directory)).ConnectionString.ShouldBe($"Data Source={directory}/data/intake.db");
        From(("Data:Directory", directory + "/x")).ConnectionString.ShouldBe($"Data Source={directory}/x/intake.db");
        From(("Store:Provider", "postgres"), ("Store:ConnectionString", "Host=db")).ShouldBe(new StoreOptions(StoreProvider.Postgres, "Host=db"));
        Should.Throw<InvalidOperationException>(() => From(("Store:Provider", "oracle"))).Message.ShouldContain("oracle");
        Should.Throw<InvalidOperationException>(() => From(("Store:Provider", "postgres")));
        Directory.Delete(directory, recursive: true);
    }
}
