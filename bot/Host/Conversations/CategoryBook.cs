using IntakeBot.Casework.Cases;
using IntakeBot.Dialogue.Content;

namespace IntakeBot.Host.Conversations;

/// <summary>The categories of the edition in use.</summary>
internal sealed class CategoryBook(ContentLibrary library) : ICategoryBook
{
    public bool Has(string leaf) => library.Current.Catalog.Taxonomy.Find(leaf) is not null;
}
