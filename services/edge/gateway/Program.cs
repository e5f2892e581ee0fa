using Platform.Gateway.Forwarding;
using Platform.Gateway.Health;
using Platform.Gateway.Refusals;
using Platform.ServiceDefaults.Hosting;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("gateway");
builder.AddRequestLimits();
builder.AddDestinationHealth();
builder.AddForwarding();

var app = builder.Build();
app.RequireDestinations();
app.UseInternalPrometheus();
app.UseStatusCodePages();
app.MapHealth();
app.MapIndex();
app.MapDoors();
app.Run();
