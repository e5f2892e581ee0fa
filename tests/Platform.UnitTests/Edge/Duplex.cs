using System.IO.Pipelines;

namespace Platform.UnitTests.Edge;

/// <summary>A connection whose other end the test holds: what is written to it can be read from the same pipe.</summary>
internal sealed class Duplex(Pipe pipe) : IDuplexPipe
{
    public PipeReader Input => pipe.Reader;

    public PipeWriter Output => pipe.Writer;
}
