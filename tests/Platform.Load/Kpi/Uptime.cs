using Platform.Load.Drill;

namespace Platform.Load.Kpi;

/// <summary>
/// The share of client-seconds in which a probe event came within a second, were one of the faults to happen each hour. Probes are
/// spread evenly over clients and time, so that the late ones are the lost client-seconds but for a factor.
/// </summary>
internal static class Uptime
{
    private const double SecondsAnHour = 3600;

    /// <param name="faults">What was drilled, with a bound of a second.</param>
    /// <param name="clients">How many listened.</param>
    /// <param name="rate">Probes a second, to all of them together.</param>
    /// <returns>0 to 1; 1 without faults.</returns>
    public static double Of(IReadOnlyList<DrillFindings> faults, int clients, double rate)
    {
        if (faults.Count == 0)
        {
            return 1;
        }

        var probesOfAClientSecond = rate / clients;
        var lost = faults.Average(fault => (fault.Late + fault.Account.Missing) / probesOfAClientSecond);
        return 1 - (lost / (clients * SecondsAnHour));
    }
}
