using System.Collections.Concurrent;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Platform.ServiceDefaults.Hosting;

namespace Platform.UnitTests.Hosting;

/// <summary>One section's options in a service whose configuration changes while it runs; it writes down what is logged.</summary>
internal sealed class ConfiguredService<T> : ILoggerProvider, ILogger
    where T : class
{
    private readonly ConfigurationManager _configuration = new();
    private readonly ServiceProvider _services;

    public ConfiguredService(string section, params (string Key, string Value)[] values)
    {
        Set(values);
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(_configuration);
        services.AddLogging(logging => logging.AddProvider(this));
        services.AddValidated<T>(section);
        _services = services.BuildServiceProvider();
    }

    public ConcurrentQueue<string> Lines { get; } = new();

    public IOptionsMonitor<T> Monitor => _services.GetRequiredService<IOptionsMonitor<T>>();

    public T Value => Monitor.CurrentValue;

    public void Start() => _services.GetRequiredService<IStartupValidator>().Validate();

    public void Change(params (string Key, string Value)[] values)
    {
        Set(values);
        ((IConfigurationRoot)_configuration).Reload();
    }

    public void Dispose() => _services.Dispose();

    private void Set((string Key, string Value)[] values)
    {
        foreach (var (key, value) in values)
        {
            _configuration[key] = value;
        }
    }

    ILogger ILoggerProvider.CreateLogger(string categoryName) => this;

    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Lines.Enqueue(formatter(state, exception));
}
