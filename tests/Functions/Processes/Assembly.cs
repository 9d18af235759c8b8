using System.Runtime.Versioning;
using IntakeBot.Functions.Tests.Processes;
using Xunit.Sdk;
using Xunit.v3;

// Tests of processes share Azurite's two queues, and two cores: one at a time.
[assembly: Parallelization(Mode = ParallelMode.None)]
[assembly: AssemblyFixture(typeof(Deployed))]
// Signals and file modes
[assembly: SupportedOSPlatform("linux")]
