using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace Platform.Load.Measurements;

/// <summary>
/// How fast this machine is at this moment, in the two things that an event's road is made of: waking another thread through a
/// socket, and computing. Figures of two runs compare only where these do.
/// </summary>
internal static class Calibration
{
    private const int RoundTrips = 2_000;
    private const int FirstRoundTrips = 200;
    private const int LoopSteps = 20_000_000;
    private const int Loops = 5;

    // What nobody reads is not computed.
    private static ulong _result;

    /// <summary>Measures it; takes less than a second where nothing else runs.</summary>
    public static MachineSpeed Measure()
    {
        var roundTrips = MeasureRoundTrips();
        double[] loops = [.. Enumerable.Range(0, Loops).Select(_ => MeasureLoop()).Order()];
        return new MachineSpeed(roundTrips.P50 * 1000, roundTrips.P99 * 1000, loops[Loops / 2]);
    }

    private static Percentiles MeasureRoundTrips()
    {
        using var listener = new Socket(SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(1);
        using var near = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        near.Connect(listener.LocalEndPoint!);
        using var far = listener.Accept();
        far.NoDelay = true;
        var echo = new Thread(() => Echo(far)) { IsBackground = true, Name = "calibration" };
        echo.Start();

        var times = new Durations();
        Span<byte> message = stackalloc byte[1];
        for (var trip = -FirstRoundTrips; trip < RoundTrips; trip++)
        {
            var start = Stopwatch.GetTimestamp();
            near.Send(message);
            near.Receive(message);
            if (trip >= 0)
            {
                times.Record(Stopwatch.GetElapsedTime(start).Ticks / TimeSpan.TicksPerMicrosecond);
            }
        }

        near.Shutdown(SocketShutdown.Both);
        echo.Join();
        return times.Summarize();
    }

    private static void Echo(Socket socket)
    {
        Span<byte> message = stackalloc byte[1];
        while (socket.Receive(message) > 0)
        {
            socket.Send(message);
        }
    }

    // The same machine code from the first step on.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static double MeasureLoop()
    {
        var start = Stopwatch.GetTimestamp();
        var state = 88172645463325252UL;
        for (var step = 0; step < LoopSteps; step++)
        {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
        }

        Volatile.Write(ref _result, state);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}

/// <summary>What <see cref="Calibration"/> found.</summary>
/// <param name="RoundTripMicroseconds">One byte through a loopback socket to another thread and back, the median.</param>
/// <param name="RoundTripP99Microseconds">The same, the 99th percentile: what else runs here shows in it.</param>
/// <param name="LoopMilliseconds">20 million steps of a generator of random numbers on one thread.</param>
internal sealed record MachineSpeed(double RoundTripMicroseconds, double RoundTripP99Microseconds, double LoopMilliseconds);
