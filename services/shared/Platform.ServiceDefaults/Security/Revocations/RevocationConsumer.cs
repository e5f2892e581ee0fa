using MassTransit;
using Platform.Contracts.Revocations;

namespace Platform.ServiceDefaults.Security.Revocations;

/// <summary>Learns what is revoked from what the edge nodes tell.</summary>
internal sealed class RevocationConsumer(RevokedTokens revoked) : IConsumer<RevocationList>
{
    public Task Consume(ConsumeContext<RevocationList> context)
    {
        revoked.Forget();
        foreach (var revocation in context.Message.Revocations)
        {
            revoked.Add(revocation);
        }

        return Task.CompletedTask;
    }
}
