using System.Text;
using System.Text.Json;
using Platform.Contracts.Hub;

namespace Platform.Load.Subscribers;

/// <summary>Reads SignalR's JSON messages, and tells a listener what they say.</summary>
internal static class HubMessageReader
{
    private const int Invocation = 1;
    private const int Completion = 3;
    private const int Close = 7;

    private static readonly byte[] Events = Encoding.UTF8.GetBytes(HubMethods.Events);

    // How nearly every message begins; such a one is read once, any other twice.
    private static readonly byte[] UsualBeginning =
        Encoding.UTF8.GetBytes($"{{\"type\":{Invocation},\"target\":\"{HubMethods.Events}\",\"arguments\":");

    /// <summary>Reads one message, without its record separator.</summary>
    public static void Read(ReadOnlySpan<byte> message, IHubListener listener)
    {
        if (message.StartsWith(UsualBeginning))
        {
            ReadEvents(message[UsualBeginning.Length..], listener);
            return;
        }

        var reader = new Utf8JsonReader(message);
        var parts = default(Parts);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            parts.Read(ref reader);
        }

        switch (parts.Type)
        {
            case Invocation:
                OnInvocation(parts, message, listener);
                break;
            case Completion:
                // Subscribe is all that we invoke, and its result a list.
                var result = message[parts.Value];
                listener.OnSubscribed(
                    parts.InvocationId!, result is [(byte)'[', ..] ? JsonSerializer.Deserialize<SubscribeAnswer[]>(result) : null);
                break;
            case Close:
                listener.OnClose(parts.Error);
                break;
        }
    }

    private static void OnInvocation(Parts parts, ReadOnlySpan<byte> message, IHubListener listener)
    {
        var arguments = message[parts.Value];
        if (message[parts.Target].SequenceEqual(Events))
        {
            ReadEvents(arguments, listener);
            return;
        }

        switch (Encoding.UTF8.GetString(message[parts.Target]))
        {
            case HubMethods.Position:
                listener.OnPosition(Single<PositionMessage>(arguments));
                break;
            case HubMethods.Gap:
                listener.OnGap(Single<GapMessage>(arguments));
                break;
            case HubMethods.Draining:
                listener.OnDraining(Single<DrainingMessage>(arguments));
                break;
        }
    }

    // [[{…},{…}]]
    private static void ReadEvents(ReadOnlySpan<byte> arguments, IHubListener listener)
    {
        var reader = new Utf8JsonReader(arguments);
        reader.Read();
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            listener.OnEvent(EventFieldsReader.Read(ref reader));
        }
    }

    private static T Single<T>(ReadOnlySpan<byte> arguments) => JsonSerializer.Deserialize<T[]>(arguments)![0];

    // Where in the message its parts are: their order is not promised, so what depends on another part is read afterwards.
    private struct Parts
    {
        public int Type;
        public Range Target;
        public Range Value;
        public string? InvocationId;
        public string? Error;

        public void Read(ref Utf8JsonReader reader)
        {
            if (reader.ValueTextEquals("type"u8))
            {
                reader.Read();
                Type = reader.GetInt32();
            }
            else if (reader.ValueTextEquals("target"u8))
            {
                Target = Slice(ref reader);
                Target = (Target.Start.Value + 1)..(Target.End.Value - 1);
            }
            else if (reader.ValueTextEquals("arguments"u8) || reader.ValueTextEquals("result"u8))
            {
                Value = Slice(ref reader);
            }
            else if (reader.ValueTextEquals("invocationId"u8))
            {
                reader.Read();
                InvocationId = reader.GetString();
            }
            else if (reader.ValueTextEquals("error"u8))
            {
                reader.Read();
                Error = reader.GetString();
            }
            else
            {
                reader.Skip();
            }
        }

        private static Range Slice(ref Utf8JsonReader reader)
        {
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            return start..(int)reader.BytesConsumed;
        }
    }
}
