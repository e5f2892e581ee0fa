using System.Buffers;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Platform.Contracts.Revocations;

namespace Platform.Edge.Revocations;

/// <summary>This node as a client of <see cref="NodeControl"/>: a connection without a wire, whose messages are taken where they are written.</summary>
internal sealed class NodeLink(Action<Revocation> revoked, ILoggerFactory loggers)
    : HubConnectionContext(new DefaultConnectionContext(Guid.CreateVersion7().ToString("N")), new HubConnectionContextOptions(), loggers), IInvocationBinder
{
    private static readonly JsonHubProtocol Json = new();

    public static string ProtocolName => Json.Name;

    // From this process.
    public override ValueTask WriteAsync(HubMessage message, CancellationToken cancellationToken = default)
    {
        Take(message);
        return ValueTask.CompletedTask;
    }

    // From the backplane.
    public override ValueTask WriteAsync(SerializedHubMessage message, CancellationToken cancellationToken = default)
    {
        var bytes = new ReadOnlySequence<byte>(message.GetSerializedMessage(Json));
        if (Json.TryParseMessage(ref bytes, this, out var parsed))
        {
            Take(parsed);
        }

        return ValueTask.CompletedTask;
    }

    public Type GetReturnType(string invocationId) => typeof(object);

    public Type GetStreamItemType(string streamId) => typeof(object);

    // What a newer node says, and this one does not know, has no parameters here, and is passed over.
    public IReadOnlyList<Type> GetParameterTypes(string methodName) => methodName == NodeControl.Revoke ? [typeof(Revocation)] : [];

    private void Take(HubMessage message)
    {
        if (message is InvocationMessage { Target: NodeControl.Revoke, Arguments: [Revocation revocation] })
        {
            revoked(revocation);
        }
    }
}
