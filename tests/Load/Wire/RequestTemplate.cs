using System.Text;

namespace IntakeBot.Load.Wire;

/// <summary>A whole request made once; only the numbers of conversation and activity are written into it again.</summary>
internal sealed class RequestTemplate
{
    // Written where a number goes, and just as long.
    public const string Conversation = "CCCCCCCCCCCC";
    public const string Activity = "AAAAAAAAAAAA";
    private readonly byte[] _bytes;
    private readonly int[] _conversations;
    private readonly int[] _activities;

    /// <param name="head">Request line and headers without Content-Length, each with its line end.</param>
    public RequestTemplate(string head, string body)
    {
        var content = Encoding.UTF8.GetBytes(body);
        _bytes = [.. Encoding.ASCII.GetBytes($"{head}Content-Length: {content.Length}\r\n\r\n"), .. content];
        _conversations = Places(Conversation);
        _activities = Places(Activity);
    }

    public ReadOnlyMemory<byte> Bytes => _bytes;

    public ReadOnlyMemory<byte> With(long conversation, long activity)
    {
        foreach (var at in _conversations) Write(at, conversation);
        foreach (var at in _activities) Write(at, activity);
        return _bytes;
    }

    private int[] Places(string mark)
    {
        var found = new List<int>();
        var wanted = Encoding.ASCII.GetBytes(mark);
        for (var from = 0; _bytes.AsSpan(from).IndexOf(wanted) is var at and >= 0; from += at + wanted.Length) found.Add(from + at);
        return [.. found];
    }

    private void Write(int at, long number)
    {
        for (var i = at + Activity.Length - 1; i >= at; i--, number /= 10) _bytes[i] = (byte)('0' + (number % 10));
    }
}
