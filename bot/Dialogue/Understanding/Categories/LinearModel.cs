using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using IntakeBot.Dialogue.Understanding.Learned;

namespace IntakeBot.Dialogue.Understanding.Categories;

/// <summary>One weight per feature and label, rows padded to the width of the machine's vectors.</summary>
internal sealed class LinearModel
{
    public LinearModel(int features, int labels)
    {
        Labels = labels;
        Stride = (labels + Vector<float>.Count - 1) / Vector<float>.Count * Vector<float>.Count;
        Weights = new float[(long)features * Stride];
        Bias = new float[Stride];
    }

    private LinearModel(int labels, float[] weights, float[] bias) => (Labels, Stride, Weights, Bias) = (labels, bias.Length, weights, bias);

    public void Write(BinaryWriter to)
    {
        to.Write(Labels);
        to.WriteArray<float>(Weights);
        to.WriteArray<float>(Bias);
    }

    public static LinearModel Read(BinaryReader from) => new(from.ReadInt32(), from.ReadArray<float>(), from.ReadArray<float>());

    public int Labels { get; }
    public int Stride { get; }
    public float[] Weights { get; }
    public float[] Bias { get; }

    /// <summary>Adds the weights of the features, times their values, to the scores (of length <see cref="Stride"/>).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Score(SparseVector vector, Span<float> scores)
    {
        Bias.CopyTo(scores);
        var into = MemoryMarshal.Cast<float, Vector<float>>(scores);
        for (var k = 0; k < vector.Count; k++)
        {
            var row = MemoryMarshal.Cast<float, Vector<float>>(Weights.AsSpan(vector.Indices[k] * Stride, Stride));
            var value = new Vector<float>(vector.Values[k]);
            for (var v = 0; v < into.Length; v++) into[v] += row[v] * value;
        }
    }

    /// <summary>Scores become probabilities, in place; the padding becomes nought.</summary>
    public static void Softmax(Span<float> scores, int labels, float temperature = 1)
    {
        var max = float.NegativeInfinity;
        for (var i = 0; i < labels; i++) max = Math.Max(max, scores[i]);
        var sum = 0f;
        for (var i = 0; i < labels; i++) sum += scores[i] = MathF.Exp((scores[i] - max) / temperature);
        for (var i = 0; i < labels; i++) scores[i] /= sum;
        scores[labels..].Clear();
    }
}

/// <summary>The features of a text that a model knows, with their values; of Euclidean length one.</summary>
internal readonly record struct SparseVector(int[] Indices, float[] Values, int Count);
