using IntakeBot.Dialogue.Content;

namespace IntakeBot.Dialogue.Flows;

/// <summary>The shape of a file in <c>flows/</c> that holds a flow.</summary>
internal sealed class FlowFile
{
    public required string Flow { get; set; }
    public required string About { get; set; }
    public required List<Entry> Steps { get; set; }

    internal sealed class Entry
    {
        public required string Step { get; set; }
        public string? If { get; set; }
        public string? Collect { get; set; }
        public bool Optional { get; set; }
        public bool AskFirst { get; set; }
        public string? Wording { get; set; }
        public List<string>? Options { get; set; }
        public string? Say { get; set; }
        public Dictionary<string, string>? Set { get; set; }
        public List<Arm>? Branch { get; set; }
        public string? Call { get; set; }
        public string? Do { get; set; }
        public bool End { get; set; }
    }

    internal sealed class Arm
    {
        public string? If { get; set; }
        public required string Go { get; set; }
    }
}

/// <summary>Reads all flows and checks them against each other and the slots. Wording is checked when it is known.</summary>
internal sealed class FlowLoader(ContentFiles files, SlotBook slots, List<ContentProblem> problems)
{
    private static readonly HashSet<string> s_notFlows = [SlotFile.Path, SettingsFile.Path];
    private readonly List<(YamlDocument<FlowFile> Document, Flow Flow)> _flows = [];

    /// <summary>Keys of wording that flows use, with where they do.</summary>
    public List<(string Key, string File, Func<int> Line)> UsedWording { get; } = [];

    public IReadOnlyDictionary<string, Flow> Load()
    {
        foreach (var path in files.Under("flows").Where(p => !s_notFlows.Contains(p)))
            if (YamlFile.Read<FlowFile>(files, path, problems) is { } document) Read(document);
        var all = new Dictionary<string, Flow>(StringComparer.Ordinal);
        foreach (var (document, flow) in _flows)
            if (!all.TryAdd(flow.Name, flow))
                problems.Add(new(document.File, document.LineOf("flow"), $"There are two flows named '{flow.Name}'.", "Rename one of them."));
        foreach (var name in FlowNames.Needed.Where(n => !all.ContainsKey(n) && !problems.Exists(p => p.File == $"flows/{n}.yaml")))
            problems.Add(new($"flows/{name}.yaml", 0, $"The flow '{name}' is missing.", "Put it back."));
        foreach (var (document, _) in _flows) CheckCalls(document, all);
        return all;
    }

    private void Read(YamlDocument<FlowFile> document)
    {
        var entries = document.Value.Steps;
        var positions = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < entries.Count; i++)
            if (!positions.TryAdd(entries[i].Step, i))
                problems.Add(new(document.File, document.LineOf("steps", i, "step"), $"There are two steps named '{entries[i].Step}'.", "Give each step of a flow its own name."));
        var steps = new List<Step>();
        for (var i = 0; i < entries.Count; i++)
            if (ReadStep(document, entries[i], i, positions) is { } step) steps.Add(step);
        if (steps.Count == entries.Count) CheckReach(document, steps);
        _flows.Add((document, new(document.Value.Flow, document.Value.About, steps)));
    }

    private Step? ReadStep(YamlDocument<FlowFile> document, FlowFile.Entry e, int index, Dictionary<string, int> positions)
    {
        void Problem(string key, string message, string remedy) => problems.Add(new(document.File, document.LineOf("steps", index, key), message, remedy));
        var kinds = new (string Key, bool Set)[]
        {
            ("collect", e.Collect is not null), ("say", e.Say is not null), ("set", e.Set is not null), ("branch", e.Branch is not null),
            ("call", e.Call is not null), ("do", e.Do is not null), ("end", e.End),
        }.Where(k => k.Set).Select(k => k.Key).ToList();
        if (kinds.Count != 1)
        {
            Problem("step", $"Step '{e.Step}' does {(kinds.Count == 0 ? "nothing" : "several things: " + string.Join(", ", kinds))}.",
                "Write exactly one of collect, say, set, branch, call, do, end.");
            return null;
        }
        var condition = Parse(e.If, (m, r) => Problem("if", m, r));
        switch (kinds[0])
        {
            case "collect":
                if (!slots.Names.Contains(e.Collect!)) Problem("collect", $"'{e.Collect}' is no slot.", "Define it in flows/slots.yaml, or correct the name.");
                foreach (var option in (e.Options ?? []).Where(o => !SlotBook.IsExpanding(o) && slots.Option(o) is null))
                    Problem("options", $"'{option}' is no option.", "Add it under 'options' in flows/slots.yaml, or correct the name.");
                UsedWording.Add(($"ask.{e.Wording ?? e.Collect}", document.File, () => document.LineOf("steps", index, e.Wording is null ? "collect" : "wording")));
                return new CollectStep(e.Step, condition, e.Collect!, e.Optional, e.AskFirst, e.Wording, e.Options);
            case "say":
                UsedWording.Add((e.Say!, document.File, () => document.LineOf("steps", index, "say")));
                return new SayStep(e.Step, condition, e.Say!);
            case "set":
                foreach (var slot in e.Set!.Keys.Where(s => slots.Find(s) is not { Type: SlotType.Flag or SlotType.Text or SlotType.Choice }))
                    Problem("set", $"'{slot}' cannot be set.", "Only slots of type flag, text or choice can.");
                return new SetStep(e.Step, condition, e.Set!);
            case "branch":
                return new BranchStep(e.Step, condition, ReadArms(document, e, index, positions));
            case "call":
                return new CallStep(e.Step, condition, e.Call!);
            case "do":
                if (!FlowActions.All.Contains(e.Do!)) Problem("do", $"'{e.Do}' is nothing the bot can do.", $"Choose one of {string.Join(", ", FlowActions.All)}.");
                return new DoStep(e.Step, condition, e.Do!);
            default:
                return new EndStep(e.Step, condition);
        }
    }

    private List<BranchArm> ReadArms(YamlDocument<FlowFile> document, FlowFile.Entry e, int index, Dictionary<string, int> positions)
    {
        var arms = new List<BranchArm>();
        for (var a = 0; a < e.Branch!.Count; a++)
        {
            var arm = e.Branch[a];
            var position = a;
            void Problem(string key, string message, string remedy) => problems.Add(new(document.File, document.LineOf("steps", index, "branch", position, key), message, remedy));
            var condition = Parse(arm.If, (m, r) => Problem("if", m, r));
            if (!positions.TryGetValue(arm.Go, out var target))
                Problem("go", $"There is no step '{arm.Go}' in this flow.", "Correct the name, or add the step.");
            else if (target <= index)
                Problem("go", $"Step '{arm.Go}' stands above this one.", "Branches only go down, so that no conversation can turn in a circle.");
            else arms.Add(new(condition, target));
        }
        return arms;
    }

    private Condition? Parse(string? text, Action<string, string> problem)
    {
        if (text is null) return null;
        var condition = Condition.Parse(text, out var fault);
        if (condition is null)
        {
            problem($"The condition '{text}' cannot be read: {fault}.", "Write for example: asks(amount) and not known(amount)");
            return null;
        }
        foreach (var (name, slotOnly) in condition.Names)
            if (!slots.Names.Contains(name) && (slotOnly || !Condition.Facts.Contains(name)))
                problem($"The condition asks about '{name}', which is no slot{(slotOnly ? "" : " and no fact")}.", $"Use a slot, or one of {string.Join(", ", Condition.Facts)}.");
        return condition;
    }

    // Reached are the first step, whatever follows a step that can be passed, and whatever a branch goes to.
    private void CheckReach(YamlDocument<FlowFile> document, List<Step> steps)
    {
        var reached = new bool[steps.Count + 1];
        if (steps.Count > 0) reached[0] = true;
        for (var i = 0; i < steps.Count; i++)
        {
            if (!reached[i]) continue;
            if (steps[i] is BranchStep branch) foreach (var arm in branch.Arms) reached[arm.Target] = true;
            var stops = steps[i].If is null && (steps[i] is EndStep || steps[i] is BranchStep { Arms: var arms } && arms.Any(a => a.If is null));
            if (!stops) reached[i + 1] = true;
        }
        for (var i = 0; i < steps.Count; i++)
            if (!reached[i])
                problems.Add(new(document.File, document.LineOf("steps", i, "step"), $"Step '{steps[i].Name}' can never be reached.", "Let a branch go to it, or remove it."));
    }

    private void CheckCalls(YamlDocument<FlowFile> document, Dictionary<string, Flow> all)
    {
        for (var i = 0; i < document.Value.Steps.Count; i++)
            if (document.Value.Steps[i].Call is { } call && !all.ContainsKey(call))
                problems.Add(new(document.File, document.LineOf("steps", i, "call"), $"There is no flow '{call}'.", "Correct the name, or add the flow."));
    }
}
