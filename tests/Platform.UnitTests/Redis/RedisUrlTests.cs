using System.Net;
using Platform.ServiceDefaults.Redis;

namespace Platform.UnitTests.Redis;

public sealed class RedisUrlTests
{
    [Fact]
    public void Url_names_host_port_user_password_TLS_and_database()
    {
        var parsed = RedisUrl.Parse("rediss://platform:s3cret%40x@redis.local:7000/2");

        Assert.Equal([new DnsEndPoint("redis.local", 7000)], parsed.EndPoints);
        Assert.Equal(("platform", "s3cret@x", true, 2), (parsed.User, parsed.Password, parsed.Ssl, parsed.DefaultDatabase));
    }

    [Fact]
    public void Configuration_string_names_the_service_that_sentinels_know()
    {
        var parsed = RedisUrl.Parse("10.0.0.1:26379,10.0.0.2:26379,serviceName=events,user=platform,password=s3cret,ssl=true");

        Assert.Equal(2, parsed.EndPoints.Count);
        Assert.Equal(("events", "platform", "s3cret", true), (parsed.ServiceName, parsed.User, parsed.Password, parsed.Ssl));
    }
}
