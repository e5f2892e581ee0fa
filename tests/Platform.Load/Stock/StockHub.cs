using Microsoft.AspNetCore.SignalR;

namespace Platform.Load.Stock;

/// <summary>A hub as the documentation has it.</summary>
internal sealed class StockHub : Hub
{
    public Task Join(string group) => Groups.AddToGroupAsync(Context.ConnectionId, group);
}
