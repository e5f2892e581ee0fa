using Platform.Load.Measurements;

namespace Platform.Load.Reading;

/// <summary>A way of reading a lane's messages.</summary>
internal interface ILaneReader
{
    string Name { get; }

    /// <summary>Reads the queue, and enters in the meter what it has read, until that is done.</summary>
    Task ReadAsync(string queue, ReadingMeter meter, CancellationToken cancellationToken);
}
