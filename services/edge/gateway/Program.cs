using Platform.Gateway.Forwarding;
using Platform.Gateway.Health;
using Platform.Gateway.Refusals;
using Platform.ServiceDefaults.Hosting;
using Platform.ServiceDefaults.Pages;

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
app.UsePage("/");
app.MapDoors();
app.Run();
