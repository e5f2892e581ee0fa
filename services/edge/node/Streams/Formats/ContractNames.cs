using System.Text.Json;
using MessagePack;
using MessagePack.Formatters;
using MessagePack.Resolvers;
using Platform.Contracts.Hub;

namespace Platform.Edge.Streams.Formats;

/// <summary>
/// Gives the contracts' types the same names in MessagePack as in JSON, by going through JSON: they are few and rare, and their names
/// are written once.
/// </summary>
internal sealed class ContractNames : IFormatterResolver
{
    public static MessagePackSerializerOptions Options { get; } =
        MessagePackSerializerOptions.Standard.WithResolver(new ContractNames()).WithSecurity(MessagePackSecurity.UntrustedData);

    public IMessagePackFormatter<T>? GetFormatter<T>() =>
        typeof(T).Assembly == typeof(PositionMessage).Assembly ? ThroughJson<T>.Formatter : ContractlessStandardResolver.Instance.GetFormatter<T>();

    private sealed class ThroughJson<T> : IMessagePackFormatter<T>
    {
        public static readonly ThroughJson<T> Formatter = new();

        public void Serialize(ref MessagePackWriter writer, T value, MessagePackSerializerOptions options)
        {
            using var json = new StringReader(JsonSerializer.Serialize(value));
            MessagePackSerializer.ConvertFromJson(json, ref writer, MessagePackSerializerOptions.Standard);
        }

        public T Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options)
        {
            using var json = new StringWriter();
            MessagePackSerializer.ConvertToJson(ref reader, json, options.WithResolver(StandardResolver.Instance));
            return JsonSerializer.Deserialize<T>(json.ToString())!;
        }
    }
}
