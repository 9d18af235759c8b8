namespace IntakeBot.Casework.Places;

/// <summary>
/// The names of the district's parts, and how they appear in what people type. Some communities bear the name of their
/// subdistrict or of the district: such a name alone says no more than the larger one.
/// </summary>
internal sealed class DistrictNames
{
    private readonly IReadOnlyList<Subdistrict> subdistricts;
    private readonly IReadOnlyList<Community> communities;
    private readonly DistrictWords words;
    private readonly int[] communitiesLongestFirst;

    public DistrictNames(DistrictWords words, IReadOnlyList<Subdistrict> subdistricts, IReadOnlyList<Community> communities)
    {
        (this.words, this.subdistricts, this.communities) = (words, subdistricts, communities);
        communitiesLongestFirst = [.. Enumerable.Range(0, communities.Count).OrderByDescending(i => communities[i].Name.Length).ThenBy(i => i)];
    }

    /// <summary>Index of the community with this name, or -1.</summary>
    public int Community(string name)
    {
        var plain = name.Trim();
        if (plain.EndsWith(words.Community, StringComparison.Ordinal)) plain = plain[..^words.Community.Length];
        for (var i = 0; i < communities.Count; i++) if (communities[i].Name == plain) return i;
        return -1;
    }

    /// <summary>What a text names. The text has been through <see cref="AddressText.Normal"/>.</summary>
    public (int Community, int Subdistrict) In(string text)
    {
        foreach (var elsewhere in words.Elsewhere) text = text.Replace(elsewhere, " ", StringComparison.Ordinal);
        text = text.Replace(words.DistrictName, " ", StringComparison.Ordinal);

        var subdistrict = -1;
        for (var i = 0; i < subdistricts.Count; i++)
        {
            var full = subdistricts[i].Name + words.Subdistrict;
            if (!text.Contains(full, StringComparison.Ordinal)) continue;
            subdistrict = i;
            text = text.Replace(full, " ", StringComparison.Ordinal);
        }
        foreach (var i in communitiesLongestFirst)
            if (text.Contains(communities[i].Name + words.Community, StringComparison.Ordinal)) return (i, communities[i].Subdistrict);
        foreach (var i in communitiesLongestFirst)
        {
            var community = communities[i];
            if (!text.Contains(community.Name, StringComparison.Ordinal)) continue;
            if (community.Name == words.DistrictShortName) continue;
            var namesake = NamesakeOf(community.Name);
            if (namesake < 0) return (i, community.Subdistrict);
            if (subdistrict < 0) subdistrict = namesake;
        }
        return (-1, subdistrict);
    }

    /// <summary>An address without city, district, subdistrict and community in front. Normalised text.</summary>
    public string StripArea(string address)
    {
        var at = address.IndexOf(words.Community, StringComparison.Ordinal);
        if (at > 0 && at <= 30) return address[(at + words.Community.Length)..];
        at = address.IndexOf(words.Subdistrict, StringComparison.Ordinal);
        return at > 0 && at <= 20 ? address[(at + words.Subdistrict.Length)..] : address;
    }

    private int NamesakeOf(string community)
    {
        for (var i = 0; i < subdistricts.Count; i++) if (subdistricts[i].Name == community) return i;
        return -1;
    }
}

/// <summary>Words of <c>district.yaml</c>.</summary>
/// <param name="Elsewhere">Names and phrases that contain a community's name and mean something else.</param>
internal sealed record DistrictWords(string DistrictName, string DistrictShortName, string Subdistrict, string Community, IReadOnlyList<string> Elsewhere);
