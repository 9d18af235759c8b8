using System.Text;
using System.Xml;

namespace IntakeBot.Host.WeChat.Wire;

/// <summary>Reads the flat XML that WeChat sends, without anything that XML could do to a server.</summary>
internal static class InboundXml
{
    private const int MostMembers = 64;
    private const int Deepest = 8;
    // Whatever encoding the document claims: WeChat writes UTF-8, and broken UTF-8 is no message.
    private static readonly UTF8Encoding s_utf8 = new(false, throwOnInvalidBytes: true);
    private static readonly XmlReaderSettings s_settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = 256 * 1024,
        MaxCharactersFromEntities = 1024,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        IgnoreWhitespace = true,
    };

    /// <summary>
    /// The texts of the root's members by name; of members with members of their own (a list of templates) the texts under
    /// <c>Outer/Inner</c>, the first of each name. null: not the XML of a message.
    /// </summary>
    public static IReadOnlyDictionary<string, string>? Read(byte[] body)
    {
        var members = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            using var text = new StringReader(s_utf8.GetString(body).TrimStart('\uFEFF'));
            using var reader = XmlReader.Create(text, s_settings);
            if (reader.MoveToContent() != XmlNodeType.Element || reader.LocalName != "xml") return null;
            var path = new Stack<string>();
            while (reader.Read())
            {
                switch (reader.NodeType)
                {
                    case XmlNodeType.Element when !reader.IsEmptyElement:
                        if (path.Count == Deepest) return null;
                        path.Push(reader.LocalName);
                        break;
                    case XmlNodeType.EndElement when path.Count > 0:
                        path.Pop();
                        break;
                    case XmlNodeType.Text or XmlNodeType.CDATA when path.Count > 0:
                        var name = path.Count == 1 ? path.Peek() : $"{path.Last()}/{path.Peek()}";
                        // A text may come as several sections.
                        if (path.Count == 1 && members.TryGetValue(name, out var before)) members[name] = before + reader.Value;
                        else members.TryAdd(name, reader.Value);
                        if (members.Count > MostMembers) return null;
                        break;
                }
            }

            return members;
        }
        catch (Exception wrong) when (wrong is XmlException or DecoderFallbackException)
        {
            return null;
        }
    }
}
