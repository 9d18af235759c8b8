using System.Collections.Concurrent;
using IntakeBot.Dialogue.Activities;
using IntakeBot.Host.Channels;
using IntakeBot.Host.Conversations;

namespace IntakeBot.Host.Tests.Channels;

/// <summary>A messaging product that writes down what it is given, and refuses when told to.</summary>
internal sealed class RecordingChannel : IPushChannel
{
    private readonly ConcurrentQueue<(string Conversation, Activity Activity)> _sent = new();

    public IEnumerable<string> Texts => _sent.Select(s => s.Activity.Text ?? "");
    public IEnumerable<string> Addresses => _addresses;
    private readonly ConcurrentQueue<string> _addresses = new();
    public int Calls;
    /// <summary>Answers instead of taking anything, as long as it gives something.</summary>
    public Func<IReadOnlyList<NumberedActivity>, PushResult?> Refuses { get; set; } = _ => null;
    public bool Holding { get; set; }

    public bool Serves(string channel) => channel == "recording";
    public bool Holds(string conversationId) => Holding;

    public Task<PushResult> SendAsync(PushTarget to, IReadOnlyList<NumberedActivity> activities, CancellationToken cancellation)
    {
        Interlocked.Increment(ref Calls);
        if (Refuses(activities) is { } refusal) return Task.FromResult(refusal);
        _addresses.Enqueue(System.Text.Encoding.UTF8.GetString(to.Address));
        foreach (var activity in activities) _sent.Enqueue((to.ConversationId, ActivityBytes.Read(activity.Json)));
        return Task.FromResult(new PushResult(activities[^1].Seq));
    }
}
