using IntakeBot.Host.ResidentPage;

namespace IntakeBot.Host.Tests.ResidentPage;

public sealed class PageModulesTests
{
    private static string Join(params (string Name, string Text)[] modules) =>
        PageModules.Join(modules[0].Name, name => modules.FirstOrDefault(m => m.Name == name).Text);

    [Fact]
    public void What_is_imported_comes_first_and_once()
    {
        var joined = Join(
            ("main.js", "import { a } from './a.js';\nimport { b } from './b.js';\na(b);"),
            ("a.js", "import { b } from './b.js';\nexport function a() { return b; }"),
            ("b.js", "const hidden = 1;\nexport const b = hidden;"));
        joined.Split("const $b = ").Length.ShouldBe(2);
        joined.IndexOf("$b = ", StringComparison.Ordinal).ShouldBeLessThan(joined.IndexOf("$a = ", StringComparison.Ordinal));
        joined.ShouldContain("const { a } = $a;");
        joined.ShouldContain("return { b };");
        joined.ShouldNotContain("export");
    }

    [Fact]
    public void What_cannot_be_joined_is_said_at_once()
    {
        Should.Throw<InvalidOperationException>(() => Join(("main.js", "import { a } from './a.js';"))).Message.ShouldContain("a.js");
        Should.Throw<InvalidOperationException>(() => Join(("main.js", "import * as a from './a.js';"))).Message.ShouldContain("import * as a");
        Should.Throw<InvalidOperationException>(() => Join(("main.js", "export default 1;"))).Message.ShouldContain("export default");
        Should.Throw<InvalidOperationException>(() => Join(("a.js", "import { b } from './b.js';"), ("b.js", "import { a } from './a.js';"))).Message.ShouldContain("circle");
    }
}
