using StackExchange.Redis;

namespace Platform.ServiceDefaults.Redis;

/// <summary>Reads <c>redis://</c> URLs as well as StackExchange.Redis' own configuration strings.</summary>
public static class RedisUrl
{
    private const int DefaultPort = 6379;

    /// <summary>Either form, as options for a connection.</summary>
    public static ConfigurationOptions Parse(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("redis" or "rediss"))
        {
            return ConfigurationOptions.Parse(text);
        }

        var parsed = new ConfigurationOptions { Ssl = uri.Scheme == "rediss" };
        parsed.EndPoints.Add(uri.Host, uri.Port > 0 ? uri.Port : DefaultPort);
        if (uri.UserInfo is { Length: > 0 } user)
        {
            var parts = user.Split(':', 2);
            parsed.Password = Uri.UnescapeDataString(parts[^1]);
            parsed.User = parts is [{ Length: > 0 } name, _] ? Uri.UnescapeDataString(name) : null;
        }

        if (int.TryParse(uri.AbsolutePath.Trim('/'), out var database))
        {
            parsed.DefaultDatabase = database;
        }

        return parsed;
    }
}
