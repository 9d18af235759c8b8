using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace IntakeBot.Dialogue.Understanding.Categories;

internal sealed record TrainingSettings
{
    public int Epochs { get; init; } = 4;
    public float Rate { get; init; } = 1.2f;
    public float Decay { get; init; } = 3e-4f;
    /// <summary>Part of the goal given to the other labels, against overconfidence.</summary>
    public float Smoothing { get; init; } = 0.1f;
    public uint Seed { get; init; } = 20261123;
}

/// <summary>Multinomial logistic regression by stochastic descent with a step per feature (AdaGrad). Same input, same model.</summary>
internal static class LinearTrainer
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static LinearModel Train(IReadOnlyList<SparseVector> vectors, IReadOnlyList<int> labels, int features, int labelCount, TrainingSettings settings)
    {
        var model = new LinearModel(features, labelCount);
        var stride = model.Stride;
        var spent = new float[features];
        var order = Enumerable.Range(0, vectors.Count).ToArray();
        var gradient = new float[stride];
        var state = settings.Seed;
        for (var epoch = 0; epoch < settings.Epochs; epoch++)
        {
            Shuffle(order, ref state);
            var rate = settings.Rate * (1 - 0.9f * epoch / settings.Epochs);
            foreach (var i in order)
            {
                var vector = vectors[i];
                model.Score(vector, gradient);
                LinearModel.Softmax(gradient, labelCount);
                var off = settings.Smoothing / labelCount;
                for (var l = 0; l < labelCount; l++) gradient[l] -= off;
                gradient[labels[i]] -= 1 - settings.Smoothing;
                var norm = 0f;
                for (var l = 0; l < labelCount; l++) norm += gradient[l] * gradient[l];
                var g = MemoryMarshal.Cast<float, Vector<float>>(gradient.AsSpan());
                for (var k = 0; k < vector.Count; k++)
                {
                    var f = vector.Indices[k];
                    var value = vector.Values[k];
                    spent[f] += value * value * norm;
                    var step = rate / (MathF.Sqrt(spent[f]) + 1e-3f);
                    var row = MemoryMarshal.Cast<float, Vector<float>>(model.Weights.AsSpan(f * stride, stride));
                    var down = new Vector<float>(step * value);
                    var shrink = new Vector<float>(1 - step * settings.Decay);
                    for (var v = 0; v < g.Length; v++) row[v] = row[v] * shrink - g[v] * down;
                }
                for (var l = 0; l < labelCount; l++) model.Bias[l] -= 0.01f * rate * gradient[l];
            }
        }
        return model;
    }

    private static void Shuffle(int[] order, ref uint state)
    {
        for (var i = order.Length - 1; i > 0; i--)
        {
            state = state * 1664525 + 1013904223;
            var j = (int)((state >> 8) % (uint)(i + 1));
            (order[i], order[j]) = (order[j], order[i]);
        }
    }
}
