using System.CommandLine;
using IntakeBot.Load;
using IntakeBot.Load.Bare;

return await new RootCommand("Puts load on the bot and on yardsticks beside it.") { TurnsCommand.Create(), BareCommand.Create(), QueueCommand.Create() }.Parse(args).InvokeAsync();
