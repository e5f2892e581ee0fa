using Microsoft.Extensions.Options;
using Platform.Ingest;
using Platform.Ingest.HandOver;

namespace Platform.UnitTests.Ingest;

public sealed class BacklogTests
{
    [Fact]
    public void Events_beyond_the_limit_wait_outside()
    {
        var backlog = new Backlog(Options.Create(new IngestOptions { MaxPendingEvents = 10 }));

        Assert.True(backlog.TryEnter(7));
        Assert.False(backlog.TryEnter(4));
        Assert.True(backlog.TryEnter(3));
        Assert.Equal(10, backlog.Count);

        backlog.Leave(7);
        Assert.True(backlog.TryEnter(4));
    }
}
