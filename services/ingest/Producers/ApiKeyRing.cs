using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace Platform.Ingest.Producers;

/// <summary>The keys that are known. Only their hashes are kept, and each is compared, in the same time whether it fits or not.</summary>
internal sealed class ApiKeyRing
{
    private readonly List<(byte[] Hash, Producer Producer)> _keys;

    public ApiKeyRing(IOptions<IngestOptions> options, IHostEnvironment environment)
    {
        _keys = options.Value.ApiKeys.Select(key => (ApiKeyRules.Hash(key), new Producer(key.Channels, key.Lanes))).ToList();
        if (environment.IsDevelopment())
        {
            _keys.Add((SHA256.HashData(Encoding.UTF8.GetBytes(ApiKeyRules.DevelopmentKey)), Producer.Unlimited));
        }
    }

    public Producer? Find(string key)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(key), hash);
        Producer? found = null;
        foreach (var (known, producer) in _keys)
        {
            if (CryptographicOperations.FixedTimeEquals(hash, known))
            {
                found = producer;
            }
        }

        return found;
    }
}
