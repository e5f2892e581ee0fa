using Platform.Ingest;
using Platform.Ingest.Doors;
using Platform.ServiceDefaults.Hosting;
using Platform.ServiceDefaults.Latency;
using Platform.ServiceDefaults.RabbitMq;
using Platform.ServiceDefaults.Security;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("ingest");
builder.AddRabbitMq();
builder.AddBrokerWatch();
builder.AddBus();
builder.AddLatencyDigests();
builder.AddTokenAuthentication();
builder.AddIngest();

var app = builder.Build();
app.MapServiceDefaults();
app.MapEvents();
app.Run();
