using System.Buffers;

namespace Platform.Contracts.Events;

/// <summary>The limits of an event, the same at every door.</summary>
public static class EventRules
{
    /// <summary>The default limit of one event, in bytes of JSON.</summary>
    public const int DefaultMaxBytes = 64 * 1024;

    /// <summary>The most characters of an id, a type or an address.</summary>
    public const int MaxNameLength = 128;

    /// <summary>
    /// How deep an event may nest. Clients wrap an event in four levels more and commonly stop at 64.
    /// </summary>
    public const int MaxDepth = 48;

    private static readonly SearchValues<char> TypeCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_.-");

    /// <summary>Whether it is 1 to 128 of <c>a-z 0-9 _ . -</c>.</summary>
    public static bool IsEventType(ReadOnlySpan<char> text) =>
        text.Length is > 0 and <= MaxNameLength && !text.ContainsAnyExcept(TypeCharacters);

    /// <summary>Whether it is 1 to 128 printable characters.</summary>
    public static bool IsIdentifier(ReadOnlySpan<char> text)
    {
        if (text.Length is 0 or > MaxNameLength)
        {
            return false;
        }

        foreach (var c in text)
        {
            if (char.IsControl(c) || (char.IsWhiteSpace(c) && c != ' '))
            {
                return false;
            }
        }

        return true;
    }
}
