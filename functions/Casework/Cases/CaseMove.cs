using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using IntakeBot.Casework.Store;

namespace IntakeBot.Casework.Cases;

/// <summary>The case after the move, or why it did not move.</summary>
public sealed record CaseMove(CaseRow? Case, CaseProblem? Problem)
{
    [MemberNotNullWhen(true, nameof(Case))]
    [MemberNotNullWhen(false, nameof(Problem))]
    public bool Moved => Problem is null && Case is not null;

    public static implicit operator CaseMove(CaseProblem problem) => new(null, problem);
}

/// <summary>Who moves a case, and from where.</summary>
/// <param name="Id">Id of the member of staff, or <see cref="ResidentId"/>, <see cref="SystemId"/>.</param>
/// <param name="Origin">desk, chat, api, queue, timer.</param>
public sealed record Actor(string Id, string? Name, string Origin)
{
    public const string ResidentId = "resident";
    public const string SystemId = "system";

    public static Actor Resident(string origin = "chat") => new(ResidentId, null, origin);
    public static Actor System(string origin) => new(SystemId, null, origin);
    public static Actor Staff(string id, string name, string origin = "desk") => new(id, name, origin);
}

/// <summary>
/// A transaction of the caller that a move takes part in. The caller commits, and then tells <see cref="ICaseSignal"/>
/// itself: nobody may be told of what could still be rolled back.
/// </summary>
public sealed record OpenTransaction(DbConnection Connection, DbTransaction Transaction);

/// <summary>Told, after the commit, that a case is new or changed. Says no more than that: readers read.</summary>
public interface ICaseSignal
{
    void Changed(Guid caseId);
}
