using System.Buffers.Text;
using System.Security.Cryptography;

namespace Platform.ServiceDefaults.Redis;

/// <summary>Makes names for epochs.</summary>
public static class Epoch
{
    /// <summary>72 random bits, so that no two lives of a channel are ever taken for each other.</summary>
    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(9));
}
