using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;

namespace Platform.ServiceDefaults.Hosting;

/// <summary>
/// The system's clock, wrong by as many seconds as a file says: what a bad time server does, for the drill. Time that only passes, and
/// every timer, goes on as it is. In Development alone: it is what tokens end by.
/// </summary>
internal sealed class SteppedClock : TimeProvider
{
    // The clock is asked several times an event.
    private static readonly TimeSpan ReadAgainAfter = TimeSpan.FromMilliseconds(100);

    private readonly string _file;
    private long _readAt;
    private long _offsetTicks;

    private SteppedClock(string file)
    {
        (_file, _readAt, _offsetTicks) = (file, GetTimestamp(), Read(file));
    }

    public override DateTimeOffset GetUtcNow()
    {
        if (GetElapsedTime(Volatile.Read(ref _readAt)) > ReadAgainAfter)
        {
            Volatile.Write(ref _readAt, GetTimestamp());
            Volatile.Write(ref _offsetTicks, ReadAgain());
        }

        return base.GetUtcNow().AddTicks(Volatile.Read(ref _offsetTicks));
    }

    /// <summary>The clock of a service: the system's, unless <see cref="ServiceOptions.ClockOffsetFile"/> is set.</summary>
    /// <exception cref="InvalidOperationException">It is set outside Development.</exception>
    public static TimeProvider Of(WebApplicationBuilder builder)
    {
        const string Key = $"{ServiceOptions.SectionName}:{nameof(ServiceOptions.ClockOffsetFile)}";
        return builder.Configuration[Key] is not { Length: > 0 } file ? System
            : builder.Environment.IsDevelopment() ? new SteppedClock(file)
            : throw new InvalidOperationException($"{Key} sets the clock wrong, which is for drills in Development. Remove it.");
    }

    private static long Read(string file) => TimeSpan.FromSeconds(double.Parse(File.ReadAllText(file), CultureInfo.InvariantCulture)).Ticks;

    private long ReadAgain()
    {
        try
        {
            return Read(_file);
        }
        catch (Exception e) when (e is IOException or FormatException)
        {
            // Caught while it was being written.
            return Volatile.Read(ref _offsetTicks);
        }
    }
}
