using IntakeBot.Casework.Cases;
using IntakeBot.Casework.Places;
using IntakeBot.Casework.Routing;

namespace IntakeBot.Casework.Content;

/// <summary>The rules of casework as data: district, rosters, targets, outcomes, wording of reasons. Immutable.</summary>
public sealed class CaseworkContent
{
    private CaseworkContent(DistrictFile district, RostersFile rosters, DutyCalendar calendar, Targets targets, Outcomes outcomes, RoutingWords routing) =>
        (District, Rosters, Calendar, Targets, Outcomes, Routing) = (district, rosters, calendar, targets, outcomes, routing);

    /// <summary>Public holidays and weekend days worked instead.</summary>
    public DutyCalendar Calendar { get; }
    public Targets Targets { get; }
    public Outcomes Outcomes { get; }
    public RoutingWords Routing { get; }
    internal DistrictFile District { get; }
    internal RostersFile Rosters { get; }

    /// <summary>The files that lie beside the program.</summary>
    public static string DefaultDirectory => Path.Combine(AppContext.BaseDirectory, "content", "functions");

    /// <exception cref="CaseworkContentException">A file is missing or wrong; names the file, the line and what is wrong.</exception>
    public static CaseworkContent Load(string directory) => new(
        ContentFile.Read<DistrictFile>(directory, "district.yaml"),
        ContentFile.Read<RostersFile>(directory, "rosters.yaml"),
        ContentFile.Read<HolidaysFile>(directory, "holidays.yaml").Calendar(),
        new Targets(ContentFile.Read<TargetsFile>(directory, "targets.yaml")),
        new Outcomes(ContentFile.Read<OutcomesFile>(directory, "outcomes.yaml")),
        new RoutingWords(ContentFile.Read<RoutingFile>(directory, "routing.zh-CN.yaml")));
}

/// <summary>The one seam through which content is reached; it can be swapped whole while the program runs.</summary>
public sealed class CaseworkContentSource(CaseworkContent first)
{
    private volatile CaseworkContent current = first;

    public CaseworkContent Current => current;

    public void Swap(CaseworkContent next) => current = next;
}

public sealed class CaseworkContentException(string message, Exception? inner = null) : Exception(message, inner);
