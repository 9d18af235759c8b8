using System.Text;
using System.Text.Json;
using IntakeBot.Host.StartUp;

namespace IntakeBot.Host.Posters;

/// <summary>
/// The folder that posters are written to. A file is there whole or not at all; of each finished volume the lines of the index
/// are kept in <c>.done</c>, so that an interrupted run goes on where it was.
/// </summary>
internal sealed class PosterFolder : IDisposable
{
    private const string Header = "code,address,community,link,svg,pdf,page\n";
    private readonly string _root;
    private readonly FileStream _lock;

    /// <exception cref="SettingException">Another run writes to it.</exception>
    public PosterFolder(string folder)
    {
        _root = Directory.CreateDirectory(folder).FullName;
        Directory.CreateDirectory(At(".done"));
        try
        {
            _lock = new(At(".done/lock"), FileMode.Create, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            throw new SettingException($"Another run is writing to {_root}: wait for it, or choose another folder with --out.");
        }
    }

    public string At(string path) => Path.Combine(_root, path);

    public void Write(string path, Action<Stream> content)
    {
        var (whole, part) = (At(path), At(path) + ".part");
        Directory.CreateDirectory(Path.GetDirectoryName(whole)!);
        using (var stream = new FileStream(part, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16)) content(stream);
        File.Move(part, whole, overwrite: true);
    }

    /// <summary>The index lines of a volume that was finished before exactly as it would be now; null: it is to be made.</summary>
    public IReadOnlyList<PosterLine>? Finished(PosterVolume volume, string fingerprint)
    {
        var done = At(Done(volume, fingerprint));
        if (!File.Exists(done)) return null;
        var lines = JsonSerializer.Deserialize<List<PosterLine>>(File.ReadAllBytes(done))!;
        return lines.Count == volume.Buildings.Count && lines.All(line => Has(line.Svg) && Has(line.Pdf)) ? lines : null;

        bool Has(string path) => path.Length == 0 || File.Exists(At(path));
    }

    public void Finish(PosterVolume volume, string fingerprint, IReadOnlyList<PosterLine> lines)
    {
        foreach (var old in Directory.EnumerateFiles(At(".done"), $"{volume.Name}.*.json")) File.Delete(old);
        Write(Done(volume, fingerprint), stream => JsonSerializer.Serialize(stream, lines));
    }

    /// <summary>With a byte order mark: spreadsheets take it for Chinese only then.</summary>
    public void WriteIndex(IEnumerable<PosterLine> lines) => Write("index.csv", stream =>
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        writer.Write(Header);
        foreach (var line in lines) writer.Write(line.ToString());
    });

    public void Dispose() => _lock.Dispose();

    private static string Done(PosterVolume volume, string fingerprint) => $".done/{volume.Name}.{fingerprint}.json";
}
