using System.Text.Json;
using System.Text.Json.Serialization;
using Platform.Contracts.Hub;

namespace Platform.Load.Subscribers;

/// <summary>Writes SignalR's JSON messages, each with its record separator.</summary>
internal static class HubMessageWriter
{
    public const byte Separator = 0x1E;

    public static ReadOnlyMemory<byte> Handshake { get; } = "{\"protocol\":\"json\",\"version\":1}\x1e"u8.ToArray();

    public static ReadOnlyMemory<byte> Ping { get; } = "{\"type\":6}\x1e"u8.ToArray();

    public static byte[] Subscribe(string invocationId, SubscribeRequest request) =>
        Invoke<SubscribeRequest[]>(invocationId, HubMethods.Subscribe, [request]);

    /// <summary>Calls a method of one argument.</summary>
    public static byte[] Invoke<T>(string invocationId, string target, T argument) =>
        [.. JsonSerializer.SerializeToUtf8Bytes(new Invocation<T>(1, invocationId, target, [argument])), Separator];

    private sealed record Invocation<T>(
        [property: JsonPropertyName("type")] int Type,
        [property: JsonPropertyName("invocationId")] string InvocationId,
        [property: JsonPropertyName("target")] string Target,
        [property: JsonPropertyName("arguments")] T[] Arguments);
}
