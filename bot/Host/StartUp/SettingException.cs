namespace IntakeBot.Host.StartUp;

/// <summary>A setting that cannot work; the message is one sentence for the one who starts the program.</summary>
internal sealed class SettingException(string message) : Exception(message);
