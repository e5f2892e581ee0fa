using Platform.Client.Connection;

namespace Platform.UnitTests.Clients;

public sealed class BackoffTests
{
    [Theory]
    [InlineData(0, 0.0, 0)]
    [InlineData(0, 0.5, 250)]
    [InlineData(1, 0.0, 1_000)]
    [InlineData(1, 0.5, 1_500)]
    [InlineData(4, 0.0, 3_375)]
    [InlineData(50, 0.9, 30_000)]
    public void Waits_grow_by_half_with_chance_up_to_half_a_minute(int failures, double random, double expectedMs) =>
        Assert.Equal(TimeSpan.FromMilliseconds(expectedMs), Backoff.Delay(failures, random));

    [Fact]
    public void Attempts_get_more_time_up_to_15_seconds()
    {
        Assert.Equal(TimeSpan.FromSeconds(2), Backoff.Timeout(0));
        Assert.Equal(TimeSpan.FromSeconds(2.4), Backoff.Timeout(1));
        Assert.Equal(TimeSpan.FromSeconds(15), Backoff.Timeout(100));
    }

    [Fact]
    public void Attempts_that_fail_slowly_are_no_good_life()
    {
        var attempts = new Attempts();
        for (var i = 0; i < 20; i++)
        {
            attempts.Lived(TimeSpan.Zero);
            attempts.Failed(0);
        }

        Assert.Equal(TimeSpan.FromSeconds(15), attempts.Timeout);
        Assert.Equal(TimeSpan.FromSeconds(30), attempts.Failed(0));
    }

    [Fact]
    public void Waits_begin_anew_after_a_connection_that_lived_for_a_while()
    {
        var attempts = new Attempts();
        attempts.Failed(0);
        attempts.Failed(0);
        attempts.Lived(TimeSpan.FromSeconds(1));
        Assert.Equal(TimeSpan.FromSeconds(1.5), attempts.Failed(0));

        attempts.Lived(TimeSpan.FromSeconds(5));
        Assert.Equal(TimeSpan.FromSeconds(2), attempts.Timeout);
        Assert.Equal(TimeSpan.FromMilliseconds(250), attempts.Failed(0.5));
    }
}
