using Platform.Publisher.Aggregation;
using Platform.Publisher.Append;
using Platform.Publisher.DeadLetters;
using Platform.Publisher.Lanes;
using Platform.Publisher.Pacing;
using Platform.ServiceDefaults.Hosting;
using Platform.ServiceDefaults.Latency;
using Platform.ServiceDefaults.RabbitMq;
using Platform.ServiceDefaults.Redis;

if (args is [DeadLetterCommand.Name, ..])
{
    return await DeadLetterCommand.RunAsync(args);
}

var builder = WebApplication.CreateBuilder(args);

builder.AddServiceDefaults("publisher");
builder.AddRabbitMq();
builder.AddRedis(RedisPurpose.Critical, RedisPurpose.Events);
builder.AddBus();
builder.AddLatencyDigests();
builder.AddAggregation();
builder.AddAppending();
builder.AddPacing();
builder.AddLanes();

var app = builder.Build();

app.MapServiceDefaults();

await app.RunAsync();
return 0;
