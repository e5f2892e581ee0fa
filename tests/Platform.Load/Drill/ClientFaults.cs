using Platform.Load.Measurements;
using Platform.Load.Rig;
using Platform.Load.Subscribers;

namespace Platform.Load.Drill;

/// <summary>Clients lose their connections all at once, and resume.</summary>
internal sealed class CutClients() : DrillFault("clients-cut", "a fifth of the clients are cut off with a RST, and resume")
{
    private int _cut;

    public override string? Outcome => $"{_cut} cut off";

    public override Task StrikeAsync(DrillField field, CancellationToken stop)
    {
        _cut = Enumerable.Range(0, field.Session.Droppers.Count).Count(client => field.Session.Droppers.CutOff(client, TimeSpan.FromMilliseconds(100)));
        return Task.CompletedTask;
    }
}

/// <summary>Clients beside the others stop reading or read slowly; the others must not notice.</summary>
internal sealed class LaggingClients(string name, string what, int? bytesPerSecond) : DrillFault(name, what)
{
    private const int Count = 3;
    private readonly List<GroupMember> _members = [];

    public static LaggingClients Frozen => new("clients-frozen", $"{Count} clients of all channels stop reading and leave their sockets open", null);

    public static LaggingClients Slow => new("clients-slow", $"{Count} clients of all channels read 2 KB a second", 2_048);

    public override string? Outcome =>
        $"of {Count} that lag {_members.Count(member => !member.IsConnected)} were let go of, {_members.Sum(member => member.ToldLost):N0} events told to them as lost";

    public override async Task PrepareAsync(DrillField field, CancellationToken stop)
    {
        var session = field.Session;
        using var gateway = GatewayClient.Open(field.Plan.Audience.Target.Gateway, TimeSpan.FromSeconds(10));
        await using var group = new AllChannels(field.Plan.Audience.Target, gateway, session.Channels);
        for (var number = 0; number < Count; number++)
        {
            var member = new GroupMember(session.Run, session.Traffic, new BeforeAndAfter(), account: null, session.Clock);
            _members.Add(member);
            await member.JoinAsync(group, number, stop);
        }
    }

    public override async Task StrikeAsync(DrillField field, CancellationToken stop)
    {
        foreach (var member in _members)
        {
            if (bytesPerSecond is { } pace)
            {
                member.SlowDown(pace);
            }
            else
            {
                member.Freeze();
            }
        }

        // A node lets go of a connection that takes nothing only after a while (Outbox:StalledSeconds).
        await Task.Delay(field.Plan.Length * 3, stop);
    }

    public override Task RepairAsync(DrillField field)
    {
        foreach (var member in _members)
        {
            member.Dispose();
        }

        return Task.CompletedTask;
    }
}
