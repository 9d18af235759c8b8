using IntakeBot.Dialogue.Understanding.Categories;
using IntakeBot.Dialogue.Understanding.Urgency;

namespace IntakeBot.Dialogue.Understanding.Learned;

/// <summary>What a reader has learned from the examples of its edition; all else in it is read from the content as it stands.</summary>
/// <param name="Danger">null when the content tells of no emergencies.</param>
internal sealed record LearnedModels(CategoryModel Categories, DangerModel? Danger)
{
    /// <summary>Little-endian, arrays with their length before them; read by the same build on the same kind of machine only.</summary>
    public void Write(BinaryWriter to)
    {
        Categories.Write(to);
        to.Write(Danger is not null);
        Danger?.Write(to);
    }

    /// <exception cref="EndOfStreamException">The bytes end too early.</exception>
    public static LearnedModels Read(BinaryReader from) => new(CategoryModel.Read(from), from.ReadBoolean() ? DangerModel.Read(from) : null);
}
