namespace IntakeBot.EndToEnd.Tests;
public class Smoke { [Fact] public void One() => 1.ShouldBe(1); }
