using CsCheck;

namespace Platform.UnitTests.Publisher.Accounting;

public sealed class AccountingTests
{
    [Fact]
    public void Every_accepted_event_is_accounted_for_exactly_once_and_in_order_whatever_the_rules_batches_repeats_and_crashes() =>
        Step.Any.Array[1, 60].Sample(
            Simulation.Run, iter: 5_000, threads: 2, print: steps => string.Join(Environment.NewLine, (IEnumerable<Step>)steps));
}
