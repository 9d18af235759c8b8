namespace IntakeBot.Host.Security;

/// <summary>Marks an endpoint that anonymous people may call only so often.</summary>
internal sealed record LimitedAs(LimitedKind Kind);

internal enum LimitedKind
{
    Chat,
    Progress,
}
