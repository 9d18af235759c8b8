using System.Collections.Immutable;
using IntakeBot.Dialogue.Understanding;

namespace IntakeBot.Dialogue.Content;

/// <summary>A catalogue with the reader that was made from the same files: they are swapped together.</summary>
public sealed record ContentEdition(ContentCatalog Catalog, IMessageReader Reader)
{
    public int Version => Catalog.Version;
}

/// <summary>
/// The one place where editions of the content come from. Publishing swaps the current edition whole; older ones stay
/// until the last conversation on them has ended. Take an edition per turn, hold on to none.
/// </summary>
public sealed class ContentLibrary
{
    private readonly Lock _gate = new();
    private volatile ContentEdition _current;
    private volatile ImmutableDictionary<int, ContentEdition> _editions;

    public ContentLibrary(ContentEdition first)
    {
        _current = first;
        _editions = ImmutableDictionary<int, ContentEdition>.Empty.Add(first.Version, first);
    }

    public ContentEdition Current => _current;

    /// <summary>The edition of a version; the current one when that version is gone.</summary>
    public ContentEdition Version(int version) => _editions.GetValueOrDefault(version) ?? _current;

    /// <summary>Makes an older edition available to conversations that began with it.</summary>
    public void Keep(ContentEdition edition)
    {
        lock (_gate) _editions = _editions.SetItem(edition.Version, edition);
    }

    /// <summary>New conversations begin with this edition from now on.</summary>
    public void Publish(ContentEdition edition)
    {
        lock (_gate)
        {
            _editions = _editions.SetItem(edition.Version, edition);
            _current = edition;
        }
    }

    /// <summary>Forgets editions that no conversation needs; the current one always stays.</summary>
    public void Retire(IReadOnlySet<int> stillNeeded)
    {
        lock (_gate)
        {
            var current = _current.Version;
            _editions = _editions.RemoveRange(_editions.Keys.Where(v => v != current && !stillNeeded.Contains(v)).ToArray());
        }
    }
}
