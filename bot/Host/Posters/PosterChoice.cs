using IntakeBot.Casework.Places;
using IntakeBot.Host.StartUp;

namespace IntakeBot.Host.Posters;

/// <summary>The buildings of an order.</summary>
internal static class PosterChoice
{
    /// <returns>Ordered by community, then by code: as they are carried to the doors.</returns>
    /// <exception cref="SettingException">A name that the district does not know.</exception>
    public static IReadOnlyList<Building> Of(PosterOrder order, Gazetteer places)
    {
        var all = Enumerable.Range(0, places.BuildingCount).Select(places.BuildingAt);
        var chosen = order switch
        {
            { Buildings.Count: > 0 } => order.Buildings.Select(code => places.FindBuilding(code.Trim()) ?? throw new SettingException($"There is no building {code}.")).DistinctBy(b => b.Code),
            { Communities.Count: > 0 } => In(order.Communities.Select(name => Community(name, places)).ToHashSet()),
            { Subdistricts.Count: > 0 } => In(order.Subdistricts.SelectMany(name => Subdistrict(name, places)).ToHashSet()),
            _ => all,
        };
        return [.. chosen.OrderBy(b => b.Community.Code, StringComparer.Ordinal).ThenBy(b => b.Code, StringComparer.Ordinal)];

        IEnumerable<Building> In(HashSet<Community> communities) => all.Where(b => communities.Contains(b.Community));
    }

    private static Community Community(string name, Gazetteer places) => places.FindCommunity(name) is >= 0 and var index
        ? places.Communities[index]
        : throw new SettingException($"There is no community {name}; there are {string.Join(", ", places.Communities.Select(c => c.Name))}.");

    private static List<Community> Subdistrict(string name, Gazetteer places)
    {
        var found = places.Communities.Where(c => name.Trim().StartsWith(places.Subdistricts[c.Subdistrict].Name, StringComparison.Ordinal)).ToList();
        return found.Count > 0 ? found : throw new SettingException($"There is no subdistrict {name}; there are {string.Join(", ", places.Subdistricts.Select(s => s.Name))}.");
    }
}
