using System.ComponentModel.DataAnnotations;
using Platform.ServiceDefaults.RabbitMq;

namespace Platform.UnitTests.RabbitMq;

public sealed class RabbitMqUrlTests
{
    [Theory]
    [InlineData("amqp://broker")]
    [InlineData("amqp://platform:s3cret%40x@broker:5673/events")]
    [InlineData("amqps://broker:5671/")]
    [InlineData("amqp://[::1]:5672")]
    public void One_node_is_the_URL_as_it_stands(string url) => Assert.Equal([new Uri(url)], RabbitMqUrl.Parse(url));

    [Fact]
    public void Several_nodes_share_scheme_user_and_virtual_host() => Assert.Equal(
        [new Uri("amqps://a:b,c@one:5671/v"), new Uri("amqps://a:b,c@two/v"), new Uri("amqps://a:b,c@three:5673/v")],
        RabbitMqUrl.Parse("amqps://a:b,c@one:5671,two,three:5673/v"));

    [Theory]
    [InlineData("redis://broker")]
    [InlineData("amqp://")]
    [InlineData("amqp://one,/v")]
    [InlineData("amqp://one,amqp://two")]
    [InlineData("amqp://one, two")]
    public void What_is_no_such_URL_stops_the_start_and_is_told(string url)
    {
        Assert.Throws<FormatException>(() => RabbitMqUrl.Parse(url));
        var options = new RabbitMqOptions { Url = url };
        var error = Assert.Throws<ValidationException>(() => Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true));
        Assert.Contains("RabbitMq:Url", error.Message, StringComparison.Ordinal);
    }
}
