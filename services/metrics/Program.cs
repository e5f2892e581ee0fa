using Platform.Metrics.Alerts;
using Platform.Metrics.Api;
using Platform.Metrics.Dashboard;
using Platform.Metrics.Digests;
using Platform.Metrics.Throughput;
using Platform.ServiceDefaults.Hosting;
using Platform.ServiceDefaults.RabbitMq;
using Platform.ServiceDefaults.Redis;
using Platform.ServiceDefaults.Security;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("metrics");
builder.AddTokenAuthentication();
builder.AddRabbitMq();
builder.AddRedis();
builder.AddBrokerWatch();
builder.AddDigests();
builder.AddQueueDepths();
builder.AddPerformance();
builder.AddAlerts();
builder.AddDashboard();

var app = builder.Build();
app.MapServiceDefaults();
app.UseTokenAuthentication();
app.MapPerformance();
app.UseDashboard();
app.Run();
