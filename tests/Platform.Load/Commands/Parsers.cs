using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Platform.Load.Commands;

/// <summary>Reads and checks the values of options.</summary>
internal static class Parsers
{
    /// <summary>An absolute URL of one of the schemes.</summary>
    public static Func<ArgumentResult, Uri?> Url(params string[] schemes) => argument =>
    {
        if (Uri.TryCreate(argument.Tokens.Single().Value, UriKind.Absolute, out var url) && schemes.Contains(url.Scheme))
        {
            return url;
        }

        argument.AddError($"'{argument.Tokens.Single().Value}' must begin with {string.Join(" or ", schemes.Select(scheme => $"{scheme}://"))}.");
        return null;
    };

    /// <summary>RabbitMQ's URL, of one node or several.</summary>
    public static string? RabbitMqUrl(ArgumentResult argument)
    {
        var text = argument.Tokens.Single().Value;
        try
        {
            _ = ServiceDefaults.RabbitMq.RabbitMqUrl.Parse(text);
            return text;
        }
        catch (FormatException e)
        {
            argument.AddError(e.Message);
            return null;
        }
    }

    /// <summary>A share: <c>1%</c> or <c>0.01</c>.</summary>
    public static double Share(ArgumentResult argument)
    {
        var text = argument.Tokens.Single().Value;
        var isPercent = text.EndsWith('%');
        if (double.TryParse(text.TrimEnd('%'), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && (isPercent ? number / 100 : number) is >= 0 and <= 1 and var share)
        {
            return share;
        }

        argument.AddError($"'{text}' must be a share such as 1% or 0.01.");
        return 0;
    }

    /// <summary>Numbers between two bounds, with commas between them.</summary>
    public static Func<ArgumentResult, double[]?> Numbers(double lowest, double highest) => argument =>
    {
        var text = argument.Tokens.Single().Value;
        var numbers = text.Split(',').Select(part => double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN).ToArray();
        if (Array.TrueForAll(numbers, number => number >= lowest && number <= highest))
        {
            return numbers;
        }

        argument.AddError(string.Create(CultureInfo.InvariantCulture, $"'{text}' must be numbers between {lowest} and {highest}, with commas between them."));
        return null;
    };

    /// <summary>The option takes a number between two bounds.</summary>
    public static Option<T> Between<T>(this Option<T> option, T lowest, T highest)
        where T : struct, IComparable<T>, IParsable<T>
    {
        option.CustomParser = argument => Number(argument, lowest, highest) ?? default;
        return option;
    }

    /// <summary>The option takes, if it is given, a number between two bounds.</summary>
    public static Option<T?> Between<T>(this Option<T?> option, T lowest, T highest)
        where T : struct, IComparable<T>, IParsable<T>
    {
        option.CustomParser = argument => Number(argument, lowest, highest);
        return option;
    }

    private static T? Number<T>(ArgumentResult argument, T lowest, T highest)
        where T : struct, IComparable<T>, IParsable<T>
    {
        var text = argument.Tokens.Single().Value;
        if (T.TryParse(text, CultureInfo.InvariantCulture, out var number) && number.CompareTo(lowest) >= 0 && number.CompareTo(highest) <= 0)
        {
            return number;
        }

        argument.AddError(string.Create(CultureInfo.InvariantCulture, $"'{text}' must be a number between {lowest} and {highest}."));
        return null;
    }
}
