using IntakeBot.Casework.Cases;
using IntakeBot.Casework.Petitions;

namespace IntakeBot.Casework.Store;

/// <summary>
/// Knows a number to call back again without keeping it: a keyed fingerprint of the number as it is dialled from abroad, so that the ways to write it
/// do not matter. Two people may share a number.
/// </summary>
public static class ContactMark
{
    public const string None = "";

    public static string Of(string? phone, IPersonalDataProtector protector)
    {
        ArgumentNullException.ThrowIfNull(protector);
        return CaseFacts.PhoneOf(phone) is { } number ? protector.Mark("phone/" + number) : None;
    }

    /// <summary>Who wants to stay anonymous is not known again by a number either.</summary>
    public static string Of(Petition petition, IPersonalDataProtector protector)
    {
        ArgumentNullException.ThrowIfNull(petition);
        return petition.Reporter is { Anonymous: false } reporter ? Of(reporter.Phone, protector) : None;
    }
}
