namespace Platform.Load.Drill;

/// <summary>RabbitMQ raises an alarm, and takes nothing from producers until it is over.</summary>
internal sealed class AlarmFault(string name, string what, string[] raise, string[] clear) : DrillFault(name, what)
{
    // As scripts/servers.sh has them.
    public static AlarmFault Memory { get; } = new(
        "rabbitmq-memory-alarm", "RabbitMQ's memory alarm for a while", ["set_vm_memory_high_watermark", "0"], ["set_vm_memory_high_watermark", "absolute", "1GB"]);

    public static AlarmFault Disk { get; } = new(
        "rabbitmq-disk-alarm", "RabbitMQ's disk alarm for a while", ["set_disk_free_limit", "1000000GB"], ["set_disk_free_limit", "200MB"]);

    public override async Task StrikeAsync(DrillField field, CancellationToken stop)
    {
        try
        {
            await field.Servers.ControlAsync(StackServers.RabbitMq, raise);
            await Task.Delay(field.Plan.Length, stop);
        }
        finally
        {
            await field.Servers.ControlAsync(StackServers.RabbitMq, clear);
        }
    }
}
