namespace IntakeBot.Functions.StartUp;

/// <summary>A setting is missing or wrong; the message is written for whoever runs the program.</summary>
public sealed class SettingException(string message) : Exception(message);
