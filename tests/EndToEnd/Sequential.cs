// Each test measures time or owns the queue named in the functions' declarations: one after another.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
