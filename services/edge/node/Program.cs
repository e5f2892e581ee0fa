using Platform.Edge.Admission;
using Platform.Edge.Doors;
using Platform.Edge.Drain;
using Platform.Edge.Hub;
using Platform.Edge.Presence;
using Platform.Edge.Reports;
using Platform.Edge.Revocations;
using Platform.Edge.Security;
using Platform.ServiceDefaults.Hosting;
using Platform.ServiceDefaults.Latency;
using Platform.ServiceDefaults.RabbitMq;
using Platform.ServiceDefaults.Redis;
using Platform.ServiceDefaults.Security;

var builder = WebApplication.CreateBuilder(args);

builder.AddServiceDefaults("edge");
builder.AddRedis(RedisPurpose.Critical, RedisPurpose.Events, RedisPurpose.History, RedisPurpose.Control);
builder.AddRabbitMq();
builder.AddBus();
builder.AddLatencyDigests();
builder.AddTokenAuthentication();
builder.AddTokenFromQuery();
builder.AddRevocations();
builder.AddAdmission();
builder.AddConnections();
builder.AddStreams();
builder.AddHub();
builder.AddPresence();
builder.AddLatencyReports();
builder.AddDrain();

var app = builder.Build();

app.MapServiceDefaults();
app.UseOriginCheck();
app.UseTokenAuthentication();
app.UseStatelessNegotiation();
app.UseConnectionLimits();
app.MapNegotiation();
app.MapHub();
app.MapHistory();
app.MapRevoke();
app.MapPresence();
app.MapDevToken();

await app.RunAsync();
