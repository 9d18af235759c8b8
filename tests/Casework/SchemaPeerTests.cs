using System.Text.Json.Nodes;
using IntakeBot.Casework.Petitions;

namespace IntakeBot.Casework.Tests;

/// <summary>Our check against a general JSON Schema library, on every petition that differs from a good one in one place.</summary>
public class SchemaPeerTests
{
    private static readonly JsonNode?[] Values =
    [
        null, "", "x", " ", "2026-11-23T22:14:09+08:00", "2026-11-23T22:14:09Z", new string('长', 130), new string('x', 301), new string('y', 1001), "+8613812345678", "rental.deposit", "qr", "WGS84", "GM-7K3F9-Q2M4T", "GM-7K3F9-Q2M4T\n",
        0, 1, -1, 0.5, 91, 200, 1e13, 1.0, true, false, new JsonArray(), new JsonObject(), new JsonArray("a", "b", "c", "d", "e", "f"), new JsonArray(1), new JsonObject { ["x"] = 1 },
    ];

    [Fact]
    public async Task Both_say_the_same()
    {
        var peer = await NJsonSchema.JsonSchema.FromJsonAsync(PetitionSchema.Text);
        var good = PetitionJson.Write(SamplePetition.Deposit());
        var compared = 0;
        foreach (var changed in Variants(JsonNode.Parse(good)!))
        {
            var theirs = peer.Validate(changed).Count == 0;
            var ours = PetitionSchema.Check(changed);
            compared++;
            // .NET's own date and number types are narrower than the schema: then we say so after the schema held.
            if (theirs && ours.Any(e => e.EndsWith("cannot be read", StringComparison.Ordinal))) continue;
            // The library takes a line break after the end of a pattern, which JSON Schema does not.
            if (theirs && changed.Contains("\\n\"", StringComparison.Ordinal)) continue;
            (ours.Count == 0).ShouldBe(theirs, $"{changed}\n{string.Join('\n', ours)}");
        }
        compared.ShouldBeGreaterThan(1000);
    }

    private static IEnumerable<string> Variants(JsonNode root)
    {
        foreach (var holder in Holders(root).ToList())
        {
            foreach (var name in holder.Select(p => p.Key).ToList())
            {
                var kept = holder[name];
                holder.Remove(name);
                yield return root.ToJsonString();
                foreach (var value in Values)
                {
                    holder[name] = value?.DeepClone();
                    yield return root.ToJsonString();
                    holder.Remove(name);
                }
                holder[name] = kept;
            }
            holder["unknown"] = 1;
            yield return root.ToJsonString();
            holder.Remove("unknown");
        }
    }

    private static IEnumerable<JsonObject> Holders(JsonNode node) => node switch
    {
        JsonObject holder => holder.SelectMany(p => p.Value is null ? [] : Holders(p.Value)).Append(holder),
        JsonArray list => list.SelectMany(item => item is null ? [] : Holders(item)),
        _ => [],
    };
}
