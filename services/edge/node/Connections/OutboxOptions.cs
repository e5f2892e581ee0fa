using System.ComponentModel.DataAnnotations;

namespace Platform.Edge.Connections;

/// <summary>How much may wait for one connection, and for all of a node.</summary>
internal sealed class OutboxOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string SectionName = "Outbox";

    /// <summary>
    /// The most bytes of events that wait for one connection, and as much again for critical ones. A connection that needs more
    /// is read on from history once it has drained; a live frame that is larger has room where nothing else waits, since its bytes are
    /// held once for all connections. Default: 16,384, so that 1,000 connections have less than 50 MB waiting.
    /// </summary>
    [Range(1_024, 16 * 1024 * 1024)]
    public int MaxBytes { get; set; } = 16 * 1024;

    /// <summary>
    /// The most events that wait for one connection, and as many critical ones: for small ones, of which few bytes hold many.
    /// Default: 250.
    /// </summary>
    [Range(1, 100_000)]
    public int MaxEvents { get; set; } = 250;

    /// <summary>
    /// The most bytes that are held for all connections of a node together, those of a live frame once for however many, and the last
    /// quarter for critical events alone. What has no
    /// room is read from history once its connection has drained; where answers and control messages have taken all of it, connections
    /// are closed that let more than <see cref="MaxBytes"/> of these wait. Default: 33,554,432, what 1,000 connections can fill that are read on from history.
    /// </summary>
    [Range(1024 * 1024, 64L * 1024 * 1024 * 1024)]
    public long NodeMaxBytes { get; set; } = 32 * 1024 * 1024;

    /// <summary>The most events that wait for all connections of a node together, each once for every connection that it waits for. Default: 250,000.</summary>
    [Range(1_000, 1_000_000_000)]
    public long NodeMaxEvents { get; set; } = 250_000;

    /// <summary>
    /// The most bytes of answers and control messages that wait for one connection; past it the connection is closed, since they
    /// can't be read again. Default: 262,144.
    /// </summary>
    [Range(16_384, 64 * 1024 * 1024)]
    public int MaxControlBytes { get; set; } = 256 * 1024;

    /// <summary>After how long without taking a byte that waits a connection is closed; its client can resume. Unit: seconds. Default: 10.</summary>
    [Range(1, 600)]
    public int StalledSeconds { get; set; } = 10;

    /// <summary>
    /// What the kernel may hold for one socket: a cap on how stale the bytes are that no policy of ours can reach any more.
    /// Unit: bytes. Default: 65,536.
    /// </summary>
    [Range(4_096, 16 * 1024 * 1024)]
    public int SocketSendBufferBytes { get; set; } = 64 * 1024;
}
