using IntakeBot.Host.StartUp;

var app = IntakeApp.Build(args);
await app.RunAsync();
