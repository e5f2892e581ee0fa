using MassTransit;
using Platform.Ingest;
using Platform.Ingest.Doors;
using Platform.ServiceDefaults.Hosting;
using Platform.ServiceDefaults.Latency;
using Platform.ServiceDefaults.RabbitMq;
using Platform.ServiceDefaults.Security;
using Platform.ServiceDefaults.Security.Revocations;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("ingest");
builder.AddRabbitMq();
builder.AddBrokerWatch();
builder.AddBus(bus => bus.AddRevocations(), (context, transport) => transport.ConfigureEndpoints(context));
builder.AddLatencyDigests();
builder.AddTokenAuthentication();
builder.AddRevokedTokens();
builder.AddIngest();

var app = builder.Build();
app.MapServiceDefaults();
app.MapEvents();
app.Run();
