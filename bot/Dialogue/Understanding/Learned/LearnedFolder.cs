using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using IntakeBot.Dialogue.Content;

namespace IntakeBot.Dialogue.Understanding.Learned;

/// <summary>
/// A folder in which readers keep what they learned, so that a restart need not learn the same again. A file is named by what it
/// was learned from, content and program, and checked when it is read; what is missing, broken or not to be written is learned anew.
/// </summary>
public sealed class LearnedFolder(string folder)
{
    private const string Ending = ".learned";
    // The live edition, the one before it, and one that is tried.
    private const int Kept = 3;

    internal LearnedModels? Find(ContentFiles files)
    {
        try
        {
            var bytes = File.ReadAllBytes(PathOf(files));
            var body = bytes.AsSpan(0, Math.Max(0, bytes.Length - SHA256.HashSizeInBytes));
            if (!SHA256.HashData(body).AsSpan().SequenceEqual(bytes.AsSpan(body.Length))) return null;
            return LearnedModels.Read(new(new MemoryStream(bytes, 0, body.Length)));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    internal void Keep(ContentFiles files, LearnedModels learned)
    {
        var path = PathOf(files);
        // Another process may write the same at the same moment: whoever is last wins, whole.
        var half = $"{path}.{Environment.ProcessId}";
        try
        {
            Directory.CreateDirectory(folder);
            var body = new MemoryStream();
            learned.Write(new(body));
            using (var file = File.Create(half))
            {
                file.Write(body.GetBuffer(), 0, (int)body.Length);
                file.Write(SHA256.HashData(body.GetBuffer().AsSpan(0, (int)body.Length)));
            }

            File.Move(half, path, overwrite: true);
            foreach (var old in new DirectoryInfo(folder).GetFiles("*" + Ending).OrderByDescending(f => f.LastWriteTimeUtc).Skip(Kept)) old.Delete();
        }
        catch (Exception full) when (full is IOException or UnauthorizedAccessException)
        {
            try
            {
                File.Delete(half);
            }
            catch (Exception still) when (still is IOException or UnauthorizedAccessException)
            {
            }
        }
    }

    // Wording and flows teach nothing. Another build may learn otherwise, and rows are as wide as the machine's vectors.
    private string PathOf(ContentFiles files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(typeof(LearnedFolder).Module.ModuleVersionId.ToByteArray());
        hash.AppendData(BitConverter.GetBytes(Vector<byte>.Count));
        foreach (var path in files.Paths.Where(p => !p.StartsWith("wording/", StringComparison.Ordinal) && !p.StartsWith("flows/", StringComparison.Ordinal)))
        {
            var text = files.Find(path)!;
            hash.AppendData(Encoding.UTF8.GetBytes($"{path}\n{text.Length}\n"));
            hash.AppendData(System.Runtime.InteropServices.MemoryMarshal.AsBytes(text.AsSpan()));
        }

        return Path.Combine(folder, Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16)) + Ending);
    }
}
