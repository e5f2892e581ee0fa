using System.Runtime.InteropServices;

namespace Platform.Edge.Drain;

/// <summary>
/// Turns a signal to stop into a departure in order. SignalR closes every connection as soon as the host begins to stop, so the
/// drain comes before that. A second signal ends the drain at once.
/// </summary>
internal sealed class DrainingLifetime(IHostApplicationLifetime application, Departure departure) : IHostLifetime, IDisposable
{
    private static readonly PosixSignal[] Signals = [PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGQUIT];

    private readonly CancellationTokenSource _hurry = new();
    private PosixSignalRegistration[] _registrations = [];
    private int _signals;

    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        _registrations = [.. Signals.Select(signal => PosixSignalRegistration.Create(signal, OnSignal))];
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _hurry.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        if (Interlocked.Increment(ref _signals) == 1)
        {
            _ = LeaveAsync();
        }
        else
        {
            _hurry.Cancel();
        }
    }

    private async Task LeaveAsync()
    {
        try
        {
            await departure.RunAsync(_hurry.Token);
        }
        finally
        {
            application.StopApplication();
        }
    }
}
