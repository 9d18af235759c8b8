using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace IntakeBot.Casework.Content;

internal static class ContentFile
{
    public static T Read<T>(string directory, string name)
    {
        var path = Path.Combine(directory, name);
        try
        {
            using var reader = File.OpenText(path);
            return new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).WithDuplicateKeyChecking()
                .WithEnforceRequiredMembers().WithEnforceNullability().Build().Deserialize<T>(reader)
                ?? throw new CaseworkContentException($"{name}: the file is empty");
        }
        catch (YamlException wrong)
        {
            throw new CaseworkContentException($"{name}, line {wrong.Start.Line}: {wrong.InnerException?.Message ?? wrong.Message}", wrong);
        }
        catch (IOException missing)
        {
            throw new CaseworkContentException($"{name}: cannot be read from {directory}", missing);
        }
    }
}
