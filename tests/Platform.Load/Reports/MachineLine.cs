using Platform.Load.Measurements;
using Spectre.Console;

namespace Platform.Load.Reports;

/// <summary>The line with which reports begin: how fast the machine was just before.</summary>
internal static class MachineLine
{
    public static void Show(IAnsiConsole console, MachineSpeed? machine)
    {
        if (machine is not null)
        {
            console.WriteLine($"machine just before: socket round trip {machine.RoundTripMicroseconds:N0} µs (p99 {machine.RoundTripP99Microseconds:N0}), CPU loop {machine.LoopMilliseconds:N0} ms");
        }
    }
}
