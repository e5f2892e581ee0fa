namespace Platform.Contracts.Hub;

/// <summary>Why a call was refused: what the message of its <c>HubException</c> begins with, before a colon and a sentence.</summary>
public static class CallErrors
{
    /// <summary>The arguments make no sense.</summary>
    public const string InvalidCall = "invalid_call";

    /// <summary>The new token is not believed; everything stays as it was.</summary>
    public const string InvalidToken = "invalid_token";

    /// <summary>The new token is another user's; everything stays as it was.</summary>
    public const string OtherSubject = "other_subject";

    /// <summary>The connection calls more often than it may.</summary>
    public const string TooManyCalls = "too_many_calls";

    /// <summary>The latency report came too soon after the one before, or is too large; it does not count.</summary>
    public const string TooManyReports = "too_many_reports";
}
