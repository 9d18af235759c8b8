using IntakeBot.Load.Flow;
using IntakeBot.Load.Wire;

namespace IntakeBot.Load.Talks;

/// <summary>One resident after another on one connection, each from the greeting to the receipt; one turn at a time.</summary>
internal abstract class Talk(HttpWire wire, PetitionFlow flow, int number) : IDisposable
{
    private int _step;

    /// <summary>Conversations that were greeted.</summary>
    public long Opened { get; private set; }
    /// <summary>Messages that were answered, greetings not counted.</summary>
    public long Answered { get; private set; }
    public long Receipts { get; private set; }
    public long Errors { get; private set; }
    public string? FirstError { get; private set; }
    public long Turns => Opened + Answered;

    protected HttpWire Wire => wire;
    protected PetitionFlow Flow => flow;
    /// <summary>Tells the talks of one run apart.</summary>
    protected int Number => number;

    /// <summary>The next turn; one that goes wrong is counted, and somebody else begins to talk.</summary>
    public async ValueTask TurnAsync()
    {
        try
        {
            if (_step == 0) await OpenAsync();
            else await SayAsync(_step);
            if (_step == 0) Opened++;
            else Answered++;
            if (++_step < flow.Steps.Count) return;
            Receipts++;
            _step = 0;
        }
        catch (Exception failed) when (failed is IOException or System.Net.Sockets.SocketException or WrongAnswerException)
        {
            Errors++;
            FirstError ??= $"step {_step}: {failed.Message}";
            wire.Cut();
            _step = 0;
        }
    }

    public void Dispose() => wire.Dispose();

    /// <summary>A new resident enters and is greeted.</summary>
    protected abstract ValueTask OpenAsync();

    /// <summary>The resident says the words of a step and has the answer.</summary>
    protected abstract ValueTask SayAsync(int step);

    protected void Prove(int step, HttpAnswer answer)
    {
        if (answer.Status != 200 || answer.Body.Span.IndexOf(flow.Steps[step].Proof) < 0) throw new WrongAnswerException($"expected {System.Text.Encoding.UTF8.GetString(flow.Steps[step].Proof)}, got {answer}");
    }
}

/// <summary>The server answered, but not what the flow expects.</summary>
internal sealed class WrongAnswerException(string message) : Exception(message);
