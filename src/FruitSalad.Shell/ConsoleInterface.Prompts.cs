using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace FruitSalad.Shell;

/// <summary>Questions: mandatory parameters, -Confirm, credentials.</summary>
internal sealed partial class ConsoleInterface
{
    public override string ReadLine()
    {
        RequirePrompt();
        return Console.ReadLine() ?? throw new PSInvalidOperationException(Texts.InputEnded);
    }

    public override SecureString ReadLineAsSecureString()
    {
        RequirePrompt();
        var secret = new SecureString();
        foreach (var character in Console.IsInputRedirected ? ReadLine() : SecretLine.Read())
        {
            secret.AppendChar(character);
        }

        secret.MakeReadOnly();
        return secret;
    }

    public override Dictionary<string, PSObject> Prompt(
        string caption, string message, Collection<FieldDescription> descriptions)
    {
        RequirePrompt();
        Introduce(caption, message);
        var answers = new Dictionary<string, PSObject>();
        foreach (var field in descriptions)
        {
            Write(field.Name + ": ");
            var type = LanguagePrimitives.ConvertTo<Type>(field.ParameterTypeFullName);
            object answer = type == typeof(SecureString) ? ReadLineAsSecureString() : ReadLine();
            answers[field.Name] = PSObject.AsPSObject(
                LanguagePrimitives.ConvertTo(answer, type, CultureInfo.CurrentCulture));
        }

        return answers;
    }

    public override int PromptForChoice(
        string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        RequirePrompt();
        Introduce(caption, message);
        var labels = choices.Select(ChoiceLabel.Of).ToList();
        while (true)
        {
            Write(string.Join("  ", labels.Select(label => label.Shown))
                + (defaultChoice < 0 ? ": " : $" (default is \"{labels[defaultChoice].Key}\"): "));
            var answer = ReadLine().Trim();
            var chosen = answer.Length == 0 ? defaultChoice : labels.FindIndex(label => label.IsMeantBy(answer));
            if (chosen >= 0)
            {
                return chosen;
            }
        }
    }

    public override PSCredential PromptForCredential(
        string caption, string message, string userName, string targetName)
    {
        RequirePrompt();
        Introduce(caption, message);
        if (string.IsNullOrEmpty(userName))
        {
            Write("User: ");
            userName = ReadLine();
        }

        Write($"Password for user {userName}: ");
        return new PSCredential(userName, ReadLineAsSecureString());
    }

    public override PSCredential PromptForCredential(
        string caption,
        string message,
        string userName,
        string targetName,
        PSCredentialTypes allowedCredentialTypes,
        PSCredentialUIOptions options) => PromptForCredential(caption, message, userName, targetName);

    private void RequirePrompt()
    {
        if (!canPrompt)
        {
            throw new PSInvalidOperationException(Texts.NonInteractive);
        }
    }

    private void Introduce(string caption, string message)
    {
        foreach (var line in new[] { caption, message }.Where(line => !string.IsNullOrEmpty(line)))
        {
            WriteLine(line);
        }
    }
}
