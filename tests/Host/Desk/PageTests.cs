using System.Security.Claims;
using IntakeBot.Casework.Cases;
using IntakeBot.Host.Desk.Access;
using IntakeBot.Host.Desk.Cases;
using IntakeBot.Host.Desk.People;
using IntakeBot.Host.Desk.Queue;
using IntakeBot.Host.Desk.Shell;
using IntakeBot.Host.Desk.Wording;
using IntakeBot.Host.Staff;
using IntakeBot.Host.Tests.Running;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

using CasePage = IntakeBot.Host.Desk.Cases.CasePage;

namespace IntakeBot.Host.Tests.Desk;

/// <summary>The pages as they come out of the real services; clicks are played in the browser by the end-to-end tests.</summary>
public sealed class PageTests(Bots bots)
{
    [Theory]
    [InlineData("zh-CN", "押金退还", "等人接手")]
    [InlineData("en", "Deposit", "Waiting for somebody")]
    public async Task Queue_shows_what_waits_in_words(string language, string category, string part)
    {
        var bot = await bots.OnAsync(Bots.Sqlite);
        var station = (await bot.StationsAsync()).Where(s => s.Level == CaseLevel.Station).ElementAt(20);
        var found = await bot.CaseAsync(station, row => row.Urgency = "emergency");
        var html = await ShowAsync<QueuePage>(bot, await bot.ClerkAsync(StaffRole.Clerk, station.Id), language);
        html.ShouldContain($"data-receipt=\"{found.Receipt}\"");
        html.ShouldContain(category);
        html.ShouldContain(part);
        html.ShouldContain("chip-emergency");
        html.ShouldContain(station.Name);
        html.ShouldContain("312");
        Count(html, "<h1").ShouldBe(1);
    }

    [Fact]
    public async Task Case_page_shows_the_petition_in_words_and_masks_people()
    {
        var bot = await bots.OnAsync(Bots.Sqlite);
        var (resident, found) = await bot.RealCaseAsync("房东王强不退我3000块押金,上周三退的房,我电话13812345678");
        using var _ = resident;
        var clerk = await bot.ClerkAsync(StaffRole.Clerk, found.StationId);
        var id = new Dictionary<string, object?> { [nameof(CasePage.Id)] = found.Id };
        var html = await ShowAsync<CasePage>(bot, clerk, "zh-CN", id);
        html.ShouldContain(found.Receipt);
        html.ShouldContain("3,000 元");
        html.ShouldContain("id=\"claim\"");
        html.ShouldContain("id=\"owner\"");
        html.ShouldContain("class=\"message message-resident");
        html.ShouldNotContain("13812345678");
        html.ShouldNotContain("id=\"reply\"");
        Count(html, "<h1").ShouldBe(1);

        await bot.Get<DeskCases>().ClaimAsync(clerk, found.Id);
        html = await ShowAsync<CasePage>(bot, clerk, "zh-CN", id);
        foreach (var hook in (string[])["reply", "send-reply", "hand-back", "close-case"]) html.ShouldContain($"id=\"{hook}\"");
        html.ShouldNotContain("id=\"claim\"");

        var stranger = await bot.ClerkAsync(StaffRole.Clerk, (await bot.StationsAsync()).First(s => s.Level == CaseLevel.Station && s.Id != found.StationId).Id);
        html = await ShowAsync<CasePage>(bot, stranger, "zh-CN", id);
        html.ShouldNotContain(found.Receipt);
        html.ShouldContain("/desk");
    }

    [Fact]
    public async Task Staff_page_lists_everybody_to_administrators()
    {
        var bot = await bots.OnAsync(Bots.Sqlite);
        var clerk = await bot.HireAsync(StaffRole.Clerk, (await bot.StationsAsync())[0].Id);
        (await ShowAsync<PeoplePage>(bot, await bot.ClerkAsync(StaffRole.Administrator, null))).ShouldContain($"data-user=\"{clerk.UserName}\"");
        (await ShowAsync<PeoplePage>(bot, await bot.SignInAsync(clerk))).ShouldNotContain("data-user");
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;

    internal static async Task<string> ShowAsync<TPage>(
        TestBot bot, ClaimsPrincipal user, string language = "zh-CN", IDictionary<string, object?>? parameters = null)
        where TPage : IComponent
    {
        await using var scope = bot.App.Services.CreateAsyncScope();
        var services = scope.ServiceProvider;
        ((IHostEnvironmentNavigationManager)services.GetRequiredService<NavigationManager>()).Initialize(bot.Url + "/", bot.Url + "/desk");
        var state = Task.FromResult(new AuthenticationState(user));
        var viewer = (await bot.Get<DeskAccess>().ViewerAsync(user))!;
        RenderFragment page = builder =>
        {
            builder.OpenComponent<TPage>(0);
            builder.AddMultipleAttributes(1, parameters!);
            builder.CloseComponent();
        };
        await using var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);
        var html = await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var output = await renderer.RenderComponentAsync<Shown>(ParameterView.FromDictionary(new Dictionary<string, object?>
            {
                [nameof(Shown.Content)] = Around(state, Around(viewer, Around(new DeskVoice(services.GetRequiredService<DeskWording>(), language), page))),
            }));
            return output.ToHtmlString();
        });
        return System.Net.WebUtility.HtmlDecode(html);
    }

    private static RenderFragment Around<T>(T value, RenderFragment content) => builder =>
    {
        builder.OpenComponent<CascadingValue<T>>(0);
        builder.AddAttribute(1, "Value", value);
        builder.AddAttribute(2, "ChildContent", content);
        builder.CloseComponent();
    };

    internal sealed class Shown : ComponentBase
    {
        [Parameter] public RenderFragment? Content { get; set; }

        protected override void BuildRenderTree(RenderTreeBuilder builder) => builder.AddContent(0, Content);
    }
}
