using System.Globalization;
using System.Text.Json.Nodes;
using IntakeBot.Casework.Petitions;
using IntakeBot.Casework.Store;
using IntakeBot.Host.Conversations;
using IntakeBot.Host.Security;
using IntakeBot.Host.Tests.Running;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Host.Tests.Channels.Playing;

/// <summary>
/// Plays a conversation file on a running bot. The lines are those of <c>tests/Dialogue/conversations</c> that make sense on any
/// channel: <c>#</c> remark, <c>@ scan</c>, <c>@ opened</c>, <c>@ photo NAME</c>, <c>@ location LAT LON LABEL</c> (WGS-84),
/// <c>&gt; said</c>, <c>* tapped</c>, <c>? slot said if asked</c>, <c>~ 0.3s</c> between pieces, <c>&lt; text</c>, <c>&lt; ask slot</c>,
/// <c>= petition.path value</c> (<c>*piece</c>: it has this piece; <c>absent</c>).
/// </summary>
internal sealed class Performance(ChannelPlayer player, string file, string code)
{
    private readonly List<Task> _said = [];
    private string _heard = "";
    private bool _entered;

    /// <returns>The petition, without what differs between two tellings of the same: ids, receipt, times, channel.</returns>
    public async Task<JsonObject> PlayAsync(IEnumerable<string> lines)
    {
        var number = 0;
        foreach (var raw in lines)
        {
            number++;
            var line = raw.TrimEnd();
            if (line.Length == 0 || line[0] == '#') continue;
            var rest = line[1..].Trim();
            try
            {
                await LineAsync(line[0], rest);
            }
            catch (Exception wrong) when (wrong is not OperationCanceledException)
            {
                throw new InvalidOperationException($"{file}:{number} on {player.GetType().Name}: {line}\nheard: {_heard}", wrong);
            }
        }

        await SettleAsync();
        return Compared((await PetitionAsync())!);
    }

    private async Task LineAsync(char sign, string rest)
    {
        if (sign == '>')
        {
            // Pieces of a sentence follow each other without waiting for an answer.
            _said.Add(player.SayAsync(rest));
            return;
        }

        if (sign == '~')
        {
            await Task.Delay(TimeSpan.FromSeconds(double.Parse(rest.TrimEnd('s'), CultureInfo.InvariantCulture)));
            return;
        }

        await SettleAsync();
        switch (sign)
        {
            case '@':
                await HappensAsync(rest.Split(' ', 4));
                _entered = true;
                await SettleAsync();
                break;
            case '*':
                _said.Add(player.TapAsync(rest));
                break;
            case '?' when rest.Split(' ', 2) is [var slot, var answer]:
                if (await AskingAsync() == slot) _said.Add(player.SayAsync(answer));
                break;
            case '<' when rest.StartsWith("ask ", StringComparison.Ordinal):
                (await AskingAsync()).ShouldBe(rest[4..]);
                break;
            case '<':
                _heard.ShouldContain(rest);
                break;
            case '=' when rest.StartsWith("petition.", StringComparison.Ordinal) && rest["petition.".Length..].Split(' ', 2) is [var path, var value]:
                await HoldsAsync(path, value);
                break;
            default:
                throw new FormatException("No such line; see Performance.");
        }
    }

    private Task HappensAsync(string[] words) => words switch
    {
        ["scan"] => player.EnterAsync(code),
        ["opened"] => player.EnterAsync(null),
        ["photo", var name] => player.SendPhotoAsync(name, Photos.Png()),
        ["location", var lat, var lon, var label] => player.SendPlaceAsync(double.Parse(lat, CultureInfo.InvariantCulture), double.Parse(lon, CultureInfo.InvariantCulture), label),
        _ => throw new FormatException("This cannot happen; see Performance."),
    };

    private async Task HoldsAsync(string path, string value)
    {
        JsonNode? at = JsonNode.Parse(PetitionJson.Write((await PetitionAsync())!));
        foreach (var step in path.Split('.')) at = int.TryParse(step, out var index) ? at?.AsArray().ElementAtOrDefault(index) : at?[step];
        var found = at?.ToString() ?? "absent";
        if (value.StartsWith('*')) found.ShouldContain(value[1..]);
        else found.ShouldBe(value);
    }

    // Everything said is taken, nothing waits for the rest of a sentence, and what was answered has arrived.
    private async Task SettleAsync()
    {
        if (!_entered) return;
        await Task.WhenAll(_said);
        _said.Clear();
        await Until.TrueAsync(async () => (await KnownAsync()) is { State.Waiting: null } && await player.IsQuietAsync(), quiet => quiet);
        if (string.Join('\n', await player.HearAsync()) is { Length: > 0 } heard) _heard = heard;
        // What is added to a petition needs its case.
        if (await PetitionAsync() is { } petition)
            await Until.TrueAsync(
                async () =>
                {
                    await using var db = player.Bot.Get<CaseworkStore>().Open();
                    return await db.Cases.AnyAsync(c => c.PetitionId == petition.Id);
                },
                there => there);
    }

    private async Task<string?> AskingAsync() => (await KnownAsync())!.State!.Question?.Asking;

    private async Task<KnownConversation?> KnownAsync()
    {
        var conversations = player.Bot.Get<LiveConversations>();
        return await conversations.KnowAsync(conversations.Get(player.ConversationId), default);
    }

    private async Task<Petition?> PetitionAsync()
    {
        await using var db = player.Bot.Get<CaseworkStore>().Open();
        var id = player.ConversationId;
        var found = await db.Petitions.Where(p => p.ConversationId == id).Select(p => (Guid?)p.Id).SingleOrDefaultAsync();
        return found is { } one ? await PetitionStore.FindAsync(db, one, player.Bot.Get<Seal>(), default) : null;
    }

    private static JsonObject Compared(Petition petition)
    {
        var all = JsonNode.Parse(PetitionJson.Write(petition))!.AsObject();
        foreach (var name in (string[])["id", "receipt", "submittedAt", "channel"]) all.Remove(name).ShouldBeTrue(name);
        all["conversation"]!.AsObject().Remove("id");
        (all["consent"] as JsonObject)?.Remove("at");
        // "Three months" end at the moment they are told.
        foreach (var edge in (string[])["start", "end"])
            if (all["when"] is JsonObject when && (string?)when[edge] is { Length: > 10 } time) when[edge] = time[..10];
        foreach (var file in all["attachments"]?.AsArray() ?? []) file!.AsObject().Remove("id");
        foreach (var supplement in all["supplements"]?.AsArray() ?? [])
        {
            supplement!.AsObject().Remove("at");
            foreach (var file in supplement["attachments"]?.AsArray() ?? []) file!.AsObject().Remove("id");
        }

        // There and back between two datums, each with six digits: to the metre.
        if (all["where"]?["point"] is JsonObject point)
            foreach (var axis in (string[])["lat", "lon"]) point[axis] = Math.Round((double)point[axis]!, 5);
        return all;
    }
}
