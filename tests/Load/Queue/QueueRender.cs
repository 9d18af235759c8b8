using System.Diagnostics;
using System.Security.Claims;
using IntakeBot.Host.Desk.Access;
using IntakeBot.Host.Desk.Queue;
using IntakeBot.Host.Desk.Shell;
using IntakeBot.Host.Desk.Wording;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntakeBot.Load.Queue;

/// <summary>The whole page as the server makes it: who is looking, counts, rows, and the HTML of it all.</summary>
internal static class QueueRender
{
    public static async Task<QueueFigure> RenderAsync(IServiceProvider services, string role, ClaimsPrincipal user, string tab, int rounds)
    {
        var took = new List<double>();
        for (var round = -5; round < rounds; round++)
        {
            var began = Stopwatch.GetTimestamp();
            var html = await ShowAsync(services, user, $"/desk?tab={tab}");
            if (round >= 0) took.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            if (!html.Contains("id=\"queue\"", StringComparison.Ordinal)) throw new InvalidOperationException("the queue page came out empty");
        }
        took.Sort();
        return new(role, $"page rendered: {tab}", took);
    }

    private static async Task<string> ShowAsync(IServiceProvider root, ClaimsPrincipal user, string path)
    {
        await using var scope = root.CreateAsyncScope();
        var services = scope.ServiceProvider;
        ((IHostEnvironmentNavigationManager)services.GetRequiredService<NavigationManager>()).Initialize("http://desk.example/", "http://desk.example" + path);
        var viewer = (await services.GetRequiredService<DeskAccess>().ViewerAsync(user))!;
        var voice = new DeskVoice(services.GetRequiredService<DeskWording>(), "zh-CN");
        RenderFragment page = builder =>
        {
            builder.OpenComponent<QueuePage>(0);
            builder.CloseComponent();
        };
        await using var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);
        return await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var shown = await renderer.RenderComponentAsync<Frame>(ParameterView.FromDictionary(new Dictionary<string, object?>
            {
                [nameof(Frame.Content)] = Around(Task.FromResult(new AuthenticationState(user)), Around(viewer, Around(voice, page))),
            }));
            return shown.ToHtmlString();
        });
    }

    private static RenderFragment Around<T>(T value, RenderFragment content) => builder =>
    {
        builder.OpenComponent<CascadingValue<T>>(0);
        builder.AddAttribute(1, "Value", value);
        builder.AddAttribute(2, "ChildContent", content);
        builder.CloseComponent();
    };

    private sealed class Frame : ComponentBase
    {
        [Parameter] public RenderFragment? Content { get; set; }

        protected override void BuildRenderTree(RenderTreeBuilder builder) => builder.AddContent(0, Content);
    }
}
