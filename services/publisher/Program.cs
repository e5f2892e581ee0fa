using Platform.Publisher.Aggregation;
using Platform.Publisher.Append;
using Platform.Publisher.Lanes;
using Platform.ServiceDefaults.Hosting;
using Platform.ServiceDefaults.Latency;
using Platform.ServiceDefaults.RabbitMq;
using Platform.ServiceDefaults.Redis;

var builder = WebApplication.CreateBuilder(args);

builder.AddServiceDefaults("publisher");
builder.AddRabbitMq();
builder.AddRedis(RedisPurpose.Critical, RedisPurpose.Events);
builder.AddBus();
builder.AddLatencyDigests();
builder.AddAggregation();
builder.AddAppending();
builder.AddLanes();

var app = builder.Build();

app.MapServiceDefaults();

await app.RunAsync();
