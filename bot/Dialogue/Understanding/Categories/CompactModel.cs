using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using IntakeBot.Dialogue.Understanding.Learned;

namespace IntakeBot.Dialogue.Understanding.Categories;

/// <summary>
/// A trained model in a quarter of its memory: each weight a byte, each feature a scale of its own. Scores differ from those of
/// the model it was made from by less than a hundredth.
/// </summary>
internal sealed class CompactModel
{
    private readonly sbyte[] _weights;
    private readonly float[] _scales;
    private readonly float[] _bias;

    public CompactModel(LinearModel model)
    {
        Labels = model.Labels;
        Stride = (model.Labels + Vector<sbyte>.Count - 1) / Vector<sbyte>.Count * Vector<sbyte>.Count;
        var features = model.Weights.Length / model.Stride;
        _weights = new sbyte[(long)features * Stride];
        _scales = new float[features];
        _bias = new float[Stride];
        model.Bias.AsSpan(0, Labels).CopyTo(_bias);
        for (var f = 0; f < features; f++)
        {
            var row = model.Weights.AsSpan(f * model.Stride, Labels);
            var most = 0f;
            foreach (var weight in row) most = Math.Max(most, Math.Abs(weight));
            if (most == 0) continue;
            _scales[f] = most / sbyte.MaxValue;
            for (var l = 0; l < Labels; l++) _weights[f * Stride + l] = (sbyte)MathF.Round(row[l] / _scales[f]);
        }
    }

    private CompactModel(int labels, sbyte[] weights, float[] scales, float[] bias) =>
        (Labels, Stride, _weights, _scales, _bias) = (labels, bias.Length, weights, scales, bias);

    public void Write(BinaryWriter to)
    {
        to.Write(Labels);
        to.WriteArray<sbyte>(_weights);
        to.WriteArray<float>(_scales);
        to.WriteArray<float>(_bias);
    }

    public static CompactModel Read(BinaryReader from) => new(from.ReadInt32(), from.ReadArray<sbyte>(), from.ReadArray<float>(), from.ReadArray<float>());

    public int Labels { get; }
    /// <summary>Length of a row of scores; what is beyond the labels is nought.</summary>
    public int Stride { get; }

    /// <summary>Writes the score of every label (of length <see cref="Stride"/>).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Score(SparseVector vector, Span<float> scores)
    {
        _bias.CopyTo(scores);
        var into = MemoryMarshal.Cast<float, Vector<float>>(scores);
        for (var k = 0; k < vector.Count; k++)
        {
            var feature = vector.Indices[k];
            var row = MemoryMarshal.Cast<sbyte, Vector<sbyte>>(_weights.AsSpan(feature * Stride, Stride));
            var value = new Vector<float>(vector.Values[k] * _scales[feature]);
            for (var v = 0; v < row.Length; v++)
            {
                Vector.Widen(row[v], out var low, out var high);
                Add(low, value, into[(4 * v)..]);
                Add(high, value, into[(4 * v + 2)..]);
            }
        }
    }

    private static void Add(Vector<short> weights, Vector<float> value, Span<Vector<float>> into)
    {
        Vector.Widen(weights, out var low, out var high);
        into[0] += Vector.ConvertToSingle(low) * value;
        into[1] += Vector.ConvertToSingle(high) * value;
    }
}
