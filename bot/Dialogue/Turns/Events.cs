using System.Text.Json;
using IntakeBot.Dialogue.Flows;

namespace IntakeBot.Dialogue.Turns;

/// <summary>What the host tells the conversation: opened, who answers now, progress, the end.</summary>
internal static class Events
{
    public static void Handle(Turn turn)
    {
        var value = turn.Activity.Value;
        // Somebody has just spoken to the resident: the time of being left alone begins anew.
        if (turn.Activity.Name is "intake/owner" or "intake/handback" or "intake/closed" or "intake/merged" or "intake/unmerged" or "intake/withdrawn" or "intake/reopened") turn.State = turn.State with { LastAt = turn.Context.Now };
        switch (turn.Activity.Name)
        {
            case "intake/opened": Opened(turn); break;
            case "intake/scanned": Visits.Scanned(turn); break;
            case "intake/owner":
                turn.Say("event.owner", ("name", Incoming.String(value, "name")), ("station", Incoming.String(value, "station")));
                break;
            case "intake/handback":
                turn.Say("event.handback");
                FlowRunner.Advance(turn);
                break;
            case "intake/overdue": Late(turn, "event.overdue", value); break;
            case "intake/called": Late(turn, "event.called." + Incoming.String(value, "level"), value); break;
            case "intake/closed": Closed(turn, value); break;
            case "intake/progress": Progress(turn, value); break;
            case "intake/same": Same(turn, value); break;
            case "intake/followed": Followed(turn, value); break;
            case "intake/merged": StaffEvents.Merged(turn, value); break;
            case "intake/unmerged": StaffEvents.OpenAgain(turn, "event.unmerged", value); break;
            case "intake/withdrawn": StaffEvents.Withdrawn(turn, value); break;
            case "intake/reopened": StaffEvents.OpenAgain(turn, "event.reopened", value); break;
            case "intake/wake": Wakes.Handle(turn); break;
        }
    }

    private static void Opened(Turn turn)
    {
        var state = turn.State;
        if (!state.Greeted)
        {
            if (turn.Activity.Locale is { } locale && !state.LanguageChosen) turn.State = state with { Language = Wording.Languages.AnswerFor(locale) };
            Matters.Begin(turn);
            turn.State = turn.State with { Greeted = true, LastAt = turn.Context.Now };
            turn.SayText($"{turn.Text("greet")}\n{turn.Text("notice")}");
            FlowRunner.Advance(turn);
            return;
        }
        // Opened again: a reload says nothing; after a while the draft is where it was, and says so.
        if (turn.Context.Owner == ConversationOwner.Staff || turn.Context.Now - state.LastAt < TimeSpan.FromMinutes(turn.Catalog.Settings.ReturnAfterMinutes)) return;
        turn.State = state with { LastAt = turn.Context.Now };
        if (turn.Collecting && state.Words.Count > 0)
        {
            turn.Returns = true;
            turn.Ack("greet.back", ("known", Short(string.Join(' ', state.Words))));
            FlowRunner.Advance(turn);
        }
        else if (!turn.Collecting && state.Sent is { Closed: false }) Visits.Greet(turn);
    }

    private static void Late(Turn turn, string key, JsonElement? value)
    {
        var called = Incoming.Member(value, "called") is { ValueKind: JsonValueKind.Array } desks
            ? string.Join(turn.State.Language == Wording.Languages.English ? ", " : "、", desks.EnumerateArray().Select(desk => desk.GetString()))
            : Incoming.String(value, "called");
        turn.Say(turn.Book.Has(key) ? key : "event.called.any", ("station", Incoming.String(value, "station")), ("called", called), ("next", Incoming.String(value, "next")));
    }

    private static void Closed(Turn turn, JsonElement? value)
    {
        turn.Say("event.closed", ("sentence", Incoming.String(value, "sentence")));
        if (turn.State.Sent is { } sent) StaffEvents.AskHowItWent(turn, sent);
    }

    // Of a matter that is somebody else's: that it moves, never who reported it or what was said there.
    private static void Followed(Turn turn, JsonElement? value)
    {
        if (!Guid.TryParse(Incoming.String(value, "petitionId"), out var id) ) return;
        var sent = turn.State.Sent is { } last && Is(last) ? last : turn.State.Earlier.FirstOrDefault(Is);
        var what = Incoming.String(value, "what");
        if (sent is not { Closed: false }) return;
        if (what is "merged" or "unmerged") StaffEvents.FollowedMerged(turn, sent, value);
        if (turn.Context.Owner == ConversationOwner.Staff || !turn.Book.Has("followed." + what)) return;
        turn.Say("followed." + what, ("station", Incoming.String(value, "station")));
        // The own matter was handled in it: this is its end, too.
        if (what == "closed" && sent.Merged == id && ReferenceEquals(sent, turn.State.Sent)) StaffEvents.AskHowItWent(turn, sent);

        bool Is(SentPetition s) => s.Id == id || s.Merged == id;
    }

    private static void Progress(Turn turn, JsonElement? value)
    {
        if (Incoming.Member(value, "found") is not { ValueKind: JsonValueKind.True }) turn.Say("progress.none");
        else
        {
            var key = "progress." + Incoming.String(value, "state");
            var at = DateTimeOffset.TryParse(Incoming.String(value, "updatedAt"), out var time) ? time.ToOffset(TimeSpan.FromHours(8)).ToString("MM-dd HH:mm") : null;
            turn.Say(turn.Book.Has(key) ? key : "progress.any", ("station", Incoming.String(value, "station")), ("owner", Incoming.String(value, "owner")), ("time", at));
        }
        if (!Visits.TakeUp(turn, value) && turn.State.Stack.Count > 0) FlowRunner.Advance(turn);
    }

    private static void Same(Turn turn, JsonElement? value)
    {
        if (turn.State.Same is not { } same || Incoming.Member(value, "found") is not { ValueKind: JsonValueKind.True }) return;
        if (!Guid.TryParse(Incoming.String(value, "petitionId"), out var id)) return;
        turn.State = turn.State with
        {
            Same = same with
            {
                PetitionId = id,
                Since = DateTimeOffset.TryParse(Incoming.String(value, "since"), out var since) ? since : null,
                People = Incoming.Member(value, "people") is { ValueKind: JsonValueKind.Number } n && n.TryGetInt32(out var people) ? people : null,
            },
        };
    }

    private static string Short(string text) => text.Length <= 40 ? text : string.Concat(text.AsSpan(0, 38), "……");
}
