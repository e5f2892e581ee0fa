namespace Platform.Load.Reports;

/// <summary>What the process says to a script.</summary>
internal static class ExitCodes
{
    public const int Clean = 0;

    /// <summary>An event is missing, doubled, out of order, or came where it should not.</summary>
    public const int NotClean = 1;

    /// <summary>Wrong options, or nothing there to run against.</summary>
    public const int CannotRun = 2;

    /// <summary>The ledger is clean, but the tool did not keep its send times: the figures do not count.</summary>
    public const int FellBehind = 3;
}
