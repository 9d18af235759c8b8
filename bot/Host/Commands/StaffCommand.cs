using System.CommandLine;
using IntakeBot.Casework.Places;
using IntakeBot.Host.Staff;
using IntakeBot.Host.StartUp;

namespace IntakeBot.Host.Commands;

internal static class StaffCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("name") { Description = "The name to sign in with: letters and digits." };
        var display = new Option<string?>("--display") { Description = "How residents and colleagues see it." };
        var role = new Option<StaffRole>("--role") { Description = "What the person may see.", DefaultValueFactory = _ => StaffRole.Clerk };
        var station = new Option<string?>("--station") { Description = "Id of the station, hall or desk; not needed for administrators." };
        var add = new Command("add", "Makes an account and prints its one-time password.") { name, display, role, station };
        add.TreatUnmatchedTokensAsErrors = false;
        add.SetAction(async (parsed, cancellation) =>
        {
            await using var app = IntakeApp.Build([.. parsed.UnmatchedTokens]);
            await IntakeApp.PrepareStoreAsync(app, cancellation);
            var problem = Station(app.Services.GetRequiredService<PlacesSource>().Current, parsed.GetValue(role), parsed.GetValue(station));
            if (problem is null)
            {
                await using var scope = app.Services.CreateAsyncScope();
                (var password, problem) = await scope.ServiceProvider.GetRequiredService<NewStaff>().AddAsync(new(parsed.GetRequiredValue(name))
                {
                    DisplayName = parsed.GetValue(display) ?? parsed.GetRequiredValue(name),
                    Role = parsed.GetValue(role),
                    StationId = parsed.GetValue(station),
                });
                if (password is not null)
                {
                    await Console.Out.WriteLineAsync($"One-time password: {password}");
                    return 0;
                }
            }

            await Console.Error.WriteLineAsync(problem);
            return 1;
        });
        return new("staff", "Accounts of staff.") { add };
    }

    private static string? Station(PlacesSnapshot places, StaffRole role, string? station) => station switch
    {
        null when role is StaffRole.Administrator or StaffRole.District => null,
        null => "Say where the person works: --station ST-... (the desk lists the ids).",
        _ => places.FindStation(station) is null ? $"There is no active station {station}." : null,
    };
}
