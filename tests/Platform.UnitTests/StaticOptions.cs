using Microsoft.Extensions.Options;

namespace Platform.UnitTests;

/// <summary>Options that never change.</summary>
internal sealed class StaticOptions<T>(T value) : IOptionsMonitor<T>
{
    public T CurrentValue => value;

    public T Get(string? name) => value;

    public IDisposable? OnChange(Action<T, string?> listener) => null;
}
