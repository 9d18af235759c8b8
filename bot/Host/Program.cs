using IntakeBot.Host.Commands;

return await IntakeCommand.RunAsync(args);
