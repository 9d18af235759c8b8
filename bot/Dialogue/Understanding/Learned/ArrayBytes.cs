using System.Runtime.InteropServices;

namespace IntakeBot.Dialogue.Understanding.Learned;

internal static class ArrayBytes
{
    public static void WriteArray<T>(this BinaryWriter to, ReadOnlySpan<T> array)
        where T : unmanaged
    {
        to.Write(array.Length);
        to.Write(MemoryMarshal.AsBytes(array));
    }

    public static T[] ReadArray<T>(this BinaryReader from)
        where T : unmanaged
    {
        var array = new T[from.ReadInt32()];
        from.BaseStream.ReadExactly(MemoryMarshal.AsBytes(array.AsSpan()));
        return array;
    }

    public static void WriteNames(this BinaryWriter to, string[] names)
    {
        to.Write(names.Length);
        foreach (var name in names) to.Write(name);
    }

    public static string[] ReadNames(this BinaryReader from)
    {
        var names = new string[from.ReadInt32()];
        for (var i = 0; i < names.Length; i++) names[i] = from.ReadString();
        return names;
    }
}
