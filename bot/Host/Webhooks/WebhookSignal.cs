using IntakeBot.Host.Delivering;

namespace IntakeBot.Host.Webhooks;

/// <summary>There is something for webhooks in the table.</summary>
internal sealed class WebhookSignal : LookSignal;
