using System.Text.Json;

namespace IntakeBot.Host.WeChat.Api;

/// <summary>How a call of WeChat's API ended.</summary>
/// <param name="Code">WeChat's <c>errcode</c>; of <see cref="ApiEnd.NotSent"/> and <see cref="ApiEnd.Unsure"/> 0.</param>
/// <param name="Body">What was answered; undefined without an answer.</param>
internal readonly record struct ApiAnswer(ApiEnd End, int Code, JsonElement Body = default)
{
    /// <summary>The account's own rules: used up, or the time since the resident's last word is over.</summary>
    public bool IsSpent => End == ApiEnd.Refused && Code is 45047 or 45015;
    /// <summary>This person cannot be written to: unknown here, does not follow any more, or has refused messages.</summary>
    public bool IsUnreachable => End == ApiEnd.Refused && Code is 40003 or 43004 or 48002;

    /// <summary>Nobody to be reached, or WeChat is busy: soon it may be otherwise.</summary>
    public bool IsPassing => End == ApiEnd.NotSent || Code == -1;

    public string Reason => End switch
    {
        ApiEnd.NotSent => "wechat-unreachable",
        ApiEnd.Unsure => "unsure",
        _ => $"wechat-{Code}",
    };
}

internal enum ApiEnd
{
    Done,
    /// <summary>WeChat answered with an error: nothing was shown to anybody.</summary>
    Refused,
    /// <summary>It never left, or there is no access token.</summary>
    NotSent,
    /// <summary>Sent, and no word on what became of it: sending it again could show it twice.</summary>
    Unsure,
}
