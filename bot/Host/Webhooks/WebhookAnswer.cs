namespace IntakeBot.Host.Webhooks;

/// <summary>What became of one delivery; what the receiver wrote is not read.</summary>
/// <param name="Code">The HTTP status; 0: none.</param>
internal readonly record struct WebhookAnswer(WebhookEnd End, int Code = 0)
{
    public bool Delivered => End == WebhookEnd.Delivered;
    /// <summary>A code as it is kept and shown: <c>http-503</c>, <c>timeout</c>.</summary>
    public string Reason => End == WebhookEnd.Http ? $"http-{Code}" : Word(End);

    public static string Word(WebhookEnd end) => end.ToString().ToLowerInvariant();
}

internal enum WebhookEnd
{
    Delivered,
    /// <summary>Any status that is not 2xx.</summary>
    Http,
    /// <summary>410: the receiver wants no more; it is switched off.</summary>
    Gone,
    Timeout,
    /// <summary>No connection, or the certificate is not good.</summary>
    Unreachable,
    /// <summary>The name leads to an address that must not be called.</summary>
    Forbidden,
    /// <summary>The secret cannot be unsealed: its key is gone.</summary>
    Sealed,
}
