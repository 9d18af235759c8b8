using IntakeBot.Functions.StartUp;

return await FunctionsProgram.RunAsync(args).ConfigureAwait(false);
