using System.Text;
using System.Text.Json;

namespace IntakeBot.Casework.Petitions;

/// <summary>
/// What travels on the queue: <c>{"v":1,"kind":"petition","petition":{...},"traceparent":"00-..."}</c>. Its names cannot
/// collide with the system metadata that the Functions host merges with a message's own properties.
/// </summary>
public sealed record PetitionEnvelope(int V, string Kind, Petition Petition, string? Traceparent = null)
{
    public const int Version = 1;
    public const string PetitionKind = "petition";
    /// <summary>48 KiB before Base64: a storage queue message is at most 64 KiB after it.</summary>
    public const int MaxBytes = 48 * 1024;

    /// <summary>
    /// The message text: without <c>reporter</c>, <c>counterparty.phone</c> and the names of representatives (routing needs
    /// no identity), at most
    /// <see cref="MaxBytes"/> of UTF-8; what is too long of the description is cut here and stays whole in the store.
    /// </summary>
    public static string ForQueue(Petition petition, string? traceparent = null)
    {
        var open = petition with
        {
            Reporter = null,
            Counterparty = petition.Counterparty is { } other ? other with { Phone = null } : null,
            People = petition.People is { } people ? people with { Representatives = null } : null,
        };
        var text = Write(open, traceparent);
        if (Encoding.UTF8.GetByteCount(text) <= MaxBytes) return text;

        open = open with { Supplements = null };
        var rest = Encoding.UTF8.GetByteCount(Write(open with { Description = DescriptionCut.Mark }, traceparent));
        return Write(open with { Description = DescriptionCut.To(petition.Description, MaxBytes - rest) }, traceparent);
    }

    /// <summary>Reads a message from the queue, or says why it can never be read. Never throws for foreign text.</summary>
    public static EnvelopeReading TryRead(string text) => EnvelopeReader.Read(text);

    private static string Write(Petition petition, string? traceparent) =>
        JsonSerializer.Serialize(new PetitionEnvelope(Version, PetitionKind, petition, traceparent), PetitionJson.Envelope);
}

/// <summary>Either the envelope, or the problem in words that carry no personal data.</summary>
public sealed record EnvelopeReading(PetitionEnvelope? Envelope, EnvelopeProblem? Problem);

public enum EnvelopeFault { BrokenJson, UnknownVersion, UnknownKind, SchemaErrors }

/// <param name="Detail">What is wrong and where; quotes no values of the message.</param>
public sealed record EnvelopeProblem(EnvelopeFault Fault, string Detail);
