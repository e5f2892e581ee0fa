using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Platform.ServiceDefaults.Hosting;

/// <summary>
/// Options that change at run time, and always hold the newest values that were valid: a change that is not is refused with one
/// line. The stock monitor drops its value first, so that a mistake in a file would fail every reader of the option from then on.
/// </summary>
internal sealed partial class LastValidOptions<T> : IOptionsMonitor<T>, IDisposable
    where T : class
{
    private readonly string _section;
    private readonly IOptionsFactory<T> _factory;
    private readonly ILogger<T> _logger;
    private readonly IReadOnlyList<IDisposable> _sources;
    private readonly Lock _reloading = new();

    private T? _current;
    private string? _refusal;

    public LastValidOptions(
        string section, IOptionsFactory<T> factory, IEnumerable<IOptionsChangeTokenSource<T>> sources, ILogger<T> logger)
    {
        _section = section;
        _factory = factory;
        _logger = logger;
        _sources = [.. sources.Select(source => ChangeToken.OnChange(source.GetChangeToken, Reload))];
    }

    private event Action<T, string?>? Changed;

    public T CurrentValue => Volatile.Read(ref _current) ?? First();

    // Sections are bound without a name.
    public T Get(string? name) => CurrentValue;

    public IDisposable OnChange(Action<T, string?> listener)
    {
        Changed += listener;
        return new Listening(() => Changed -= listener);
    }

    public void Dispose()
    {
        foreach (var source in _sources)
        {
            source.Dispose();
        }
    }

    // What is invalid at the start throws, and stops it.
    private T First()
    {
        lock (_reloading)
        {
            return _current ??= _factory.Create(Options.DefaultName);
        }
    }

    private void Reload()
    {
        lock (_reloading)
        {
            if (_current is null)
            {
                return;
            }

            try
            {
                Volatile.Write(ref _current, _factory.Create(Options.DefaultName));
                _refusal = null;
            }
            catch (Exception e) when (e is OptionsValidationException or InvalidOperationException)
            {
                Refuse(e.Message);
                return;
            }
        }

        Changed?.Invoke(CurrentValue, Options.DefaultName);
    }

    // One save of a file is often told twice.
    private void Refuse(string why)
    {
        if (why != _refusal)
        {
            _refusal = why;
            LogRefused(_section, why);
        }
    }

    [LoggerMessage(3, LogLevel.Error, "A change of the configuration below {Section} is refused, and the former values stay: {Why}")]
    private partial void LogRefused(string section, string why);

    private sealed class Listening(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
