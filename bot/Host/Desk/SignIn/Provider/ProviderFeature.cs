using IntakeBot.Host.Outbox;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Identity;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Polly;

namespace IntakeBot.Host.Desk.SignIn.Provider;

internal static class ProviderFeature
{
    public const string Scheme = "provider";
    private const string HttpClientName = "identity-provider";

    public static void AddProvider(this IHostApplicationBuilder builder)
    {
        if (ProviderSettings.Of(builder.Configuration) is not { } settings) return;
        var services = builder.Services;
        services.AddSingleton(settings);
        services.AddScoped<ProviderSignIn>();
        services.AddHttpClient(HttpClientName).ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(5) })
            .AddHttpMessageHandler(provider => new Guarded(OutgoingCalls.Pipeline(provider.GetRequiredService<TimeProvider>(), TimeSpan.FromSeconds(5))));
        services.AddAuthentication().AddOpenIdConnect(Scheme, options => Configure(options, settings));
        services.AddOptions<OpenIdConnectOptions>(Scheme).Configure<IHttpClientFactory>((options, clients) => options.Backchannel = clients.CreateClient(HttpClientName));
    }

    private static void Configure(OpenIdConnectOptions options, ProviderSettings settings)
    {
        options.Authority = settings.Authority.ToString();
        options.RequireHttpsMetadata = settings.Authority.Scheme == Uri.UriSchemeHttps;
        options.ClientId = settings.ClientId;
        options.ClientSecret = settings.ClientSecret;
        options.ResponseType = OpenIdConnectResponseType.Code;
        // With the answer in the address the cookies of the exchange need not cross sites.
        options.ResponseMode = OpenIdConnectResponseMode.Query;
        options.UsePkce = true;
        options.CorrelationCookie.SameSite = options.NonceCookie.SameSite = SameSiteMode.Lax;
        options.CorrelationCookie.SecurePolicy = options.NonceCookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.SignInScheme = IdentityConstants.ExternalScheme;
        options.SignOutScheme = IdentityConstants.ApplicationScheme;
        options.CallbackPath = "/desk/sign-in/callback";
        options.SignedOutCallbackPath = "/desk/sign-out/callback";
        options.RemoteSignOutPath = "/desk/sign-out/remote";
        options.SaveTokens = true;
        options.MapInboundClaims = false;
        options.GetClaimsFromUserInfoEndpoint = true;
        foreach (var claim in (string?[])[settings.NameClaim, settings.AccountClaim, settings.RoleClaim, settings.StationClaim])
            if (claim is not null) options.ClaimActions.MapJsonKey(claim, claim);
        options.Events.OnRemoteFailure = context =>
        {
            // A wrong state, nonce, issuer or signature, an answer too late, or a provider that is gone: start again.
            context.Response.Redirect(ProviderEndpoints.Problem("failed"));
            context.HandleResponse();
            return Task.CompletedTask;
        };
        options.Events.OnAccessDenied = context =>
        {
            context.Response.Redirect(ProviderEndpoints.Problem("denied"));
            context.HandleResponse();
            return Task.CompletedTask;
        };
    }

    /// <summary>Every call to the provider goes through the pipeline; only what may be repeated is.</summary>
    private sealed class Guarded(ResiliencePipeline pipeline) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            request.Method == HttpMethod.Get
                ? pipeline.ExecuteAsync(async token => await base.SendAsync(request, token), cancellationToken).AsTask()
                : base.SendAsync(request, cancellationToken);
    }
}
