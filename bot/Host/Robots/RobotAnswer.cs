namespace IntakeBot.Host.Robots;

/// <summary>What became of one message. HTTP 200 alone says nothing: the products put their errors into the body.</summary>
/// <param name="Code">The product's own number, or the HTTP status; 0: none.</param>
internal readonly record struct RobotAnswer(RobotEnd End, int Code = 0)
{
    public bool Delivered => End == RobotEnd.Delivered;
    /// <summary>A code without personal data or secrets, as it is kept and shown: <c>signature 310000</c>.</summary>
    public string Reason => Code == 0 ? Word(End) : $"{Word(End)} {Code}";

    public static string Word(RobotEnd end) => end.ToString().ToLowerInvariant();
}

internal enum RobotEnd
{
    Delivered,
    /// <summary>Too many in a minute.</summary>
    Rate,
    /// <summary>The secret is wrong, or a security setting of the robot forbids it.</summary>
    Signature,
    /// <summary>There is no such robot (any more).</summary>
    Unknown,
    /// <summary>Any other error of the product.</summary>
    Refused,
    /// <summary>No connection, no answer in time, or a server error.</summary>
    Unreachable,
    /// <summary>An answer that is not the product's.</summary>
    Unreadable,
    /// <summary>The address is not on the list of those that may be called.</summary>
    Address,
    /// <summary>Address or secret cannot be unsealed: its key is gone.</summary>
    Sealed,
}
