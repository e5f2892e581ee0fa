namespace Platform.Contracts.Events;

/// <summary>Why something was not accepted as an event, in words that say what to do.</summary>
/// <param name="Code">Stable, for programs: <c>invalid_json</c>, <c>missing_field</c>, <c>invalid_field</c>, <c>too_large</c>.</param>
/// <param name="Message">For people.</param>
public sealed record EventError(string Code, string Message)
{
    /// <summary>The code of <see cref="TooLarge"/>, which doors answer in a way of their own.</summary>
    public const string TooLargeCode = "too_large";

    /// <summary>The bytes are not the JSON of an event.</summary>
    public static EventError InvalidJson(string message) => new("invalid_json", message);

    /// <summary>A required field is absent.</summary>
    public static EventError Missing(string field) => new("missing_field", $"'{field}' is required.");

    /// <summary>A field holds what it may not.</summary>
    public static EventError Invalid(string field, string rule) => new("invalid_field", $"'{field}' must be {rule}.");

    /// <summary>The event is larger than the limit.</summary>
    public static EventError TooLarge(long bytes, long limit) =>
        new(TooLargeCode, $"The event has {bytes} bytes; at most {limit} are accepted.");
}
