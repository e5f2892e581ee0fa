using Platform.Contracts.Lanes;
using Platform.Load.Proof;

namespace Platform.UnitTests.Load;

public sealed class LedgerTests
{
    private const Lane Normal = Lane.Normal;
    private readonly Ledger _ledger = new(run: 0xABC, ["topic:a", "topic:b"], producers: 2);

    [Fact]
    public void A_run_without_a_fault_is_clean()
    {
        var (one, two) = (Client("one", 0), Client("two", 0, 1));
        foreach (var channel in (int[])[0, 1, 0, 0, 1])
        {
            var sent = SendAccepted(channel: channel);
            two.Arrived(channel, Normal, sent.Producer, sent.Sequence);
            if (channel == 0)
            {
                one.Arrived(channel, Normal, sent.Producer, sent.Sequence);
            }
        }

        var verdict = _ledger.Audit();

        Assert.True(verdict.IsClean);
        Assert.Equal((5, 5, 8, 8), (verdict.Sent, verdict.Accepted, verdict.Owed, verdict.Delivered));
    }

    [Fact]
    public void An_accepted_event_that_does_not_arrive_is_missing_and_named()
    {
        var client = Client("c", 0);
        Client("other", 1);
        SendAccepted();
        var later = SendAccepted();
        client.Arrived(0, Normal, later.Producer, later.Sequence);

        var findings = Assert.Single(_ledger.Audit().UncleanClients);

        Assert.Equal(("c", 1, 0), (findings.Name, findings.Missing, findings.Disordered));
        Assert.Equal(["missing: load-00000abc-normal-0-0-0"], findings.Examples);
    }

    [Fact]
    public void Each_client_of_a_channel_is_owed_its_events()
    {
        var (one, _) = (Client("one", 0), Client("two", 0));
        var sent = SendAccepted();
        one.Arrived(0, Normal, sent.Producer, sent.Sequence);

        Assert.Equal(["two"], _ledger.Audit().UncleanClients.Select(client => client.Name));
    }

    [Fact]
    public void An_id_that_comes_twice_is_doubled()
    {
        var client = Client("c", 0);
        var sent = SendAccepted();

        Assert.True(client.Arrived(0, Normal, sent.Producer, sent.Sequence));
        Assert.False(client.Arrived(0, Normal, sent.Producer, sent.Sequence));

        var verdict = _ledger.Audit();
        Assert.Equal((1, 1, 0), (verdict.Doubled, verdict.Delivered, verdict.Missing));
        Assert.False(verdict.IsClean);
    }

    [Fact]
    public void An_event_that_comes_after_a_later_one_of_its_producer_is_out_of_order()
    {
        var client = Client("c", 0);
        var (first, second, third) = (SendAccepted(), SendAccepted(), SendAccepted());
        foreach (var sent in (SentEvent[])[first, third, second])
        {
            client.Arrived(0, Normal, sent.Producer, sent.Sequence);
        }

        var findings = Assert.Single(_ledger.Audit().UncleanClients);
        Assert.Equal((1, 0), (findings.Disordered, findings.Missing));
        Assert.Equal(["out of order: load-00000abc-normal-0-0-1"], findings.Examples);
    }

    [Fact]
    public void Producers_lanes_and_channels_may_overtake_each_other()
    {
        var client = Client("c", 0, 1);
        SentEvent[] sent =
        [
            SendAccepted(producer: 0),
            SendAccepted(producer: 1),
            SendAccepted(producer: 0, lane: Lane.Critical),
            SendAccepted(producer: 0, channel: 1),
        ];
        foreach (var e in sent.Reverse())
        {
            client.Arrived(e.Channel, e.Lane, e.Producer, e.Sequence);
        }

        Assert.True(_ledger.Audit().IsClean);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void An_event_without_an_answer_may_arrive_once_or_not_at_all(int times, bool isClean)
    {
        var client = Client("c", 0);
        var maybe = _ledger.Sending(0, 0, Normal, sentAt: 0);
        for (var i = 0; i < times; i++)
        {
            client.Arrived(0, Normal, maybe.Producer, maybe.Sequence);
        }

        var verdict = _ledger.Audit();
        Assert.Equal(isClean, verdict.IsClean);
        Assert.Equal((1, 0), (verdict.Unknown, verdict.Owed));
    }

    [Fact]
    public void An_event_without_an_answer_has_no_place_in_the_order()
    {
        var client = Client("c", 0);
        var maybe = _ledger.Sending(0, 0, Normal, sentAt: 0);
        var accepted = SendAccepted();
        client.Arrived(0, Normal, accepted.Producer, accepted.Sequence);
        client.Arrived(0, Normal, maybe.Producer, maybe.Sequence);

        Assert.True(_ledger.Audit().IsClean);
    }

    [Fact]
    public void A_refused_event_must_not_arrive()
    {
        var client = Client("c", 0);
        var refused = _ledger.Sending(0, 0, Normal, sentAt: 0);
        _ledger.Refused(refused);
        Assert.True(_ledger.Audit().IsClean);

        client.Arrived(0, Normal, refused.Producer, refused.Sequence);
        Assert.Equal(1, _ledger.Audit().Unexpected);
    }

    [Theory]
    [InlineData(1, 0, 0)]
    [InlineData(-1, 0, 0)]
    [InlineData(0, 7, 0)]
    [InlineData(0, -1, 0)]
    [InlineData(0, 0, 5)]
    [InlineData(0, 0, -1)]
    [InlineData(0, 1, 0)]
    public void What_was_never_sent_or_is_meant_for_others_is_unexpected(int channel, int producer, int sequence)
    {
        var client = Client("c", 0);
        var sent = SendAccepted();
        client.Arrived(0, Normal, sent.Producer, sent.Sequence);

        client.Arrived(channel, Normal, producer, sequence);

        Assert.Equal(1, _ledger.Audit().Unexpected);
    }

    [Fact]
    public void A_confirm_may_come_after_the_event_itself()
    {
        var client = Client("c", 0);
        var sent = _ledger.Sending(0, 0, Normal, sentAt: 0);
        client.Arrived(0, Normal, sent.Producer, sent.Sequence);
        _ledger.Accepted(sent);

        Assert.True(_ledger.Audit().IsClean);
    }

    [Fact]
    public async Task Producers_and_clients_may_write_at_the_same_time()
    {
        const int Events = 20_000;
        var clients = Enumerable.Range(0, 4).Select(number => Client($"{number}", number % 2)).ToArray();
        var producers = Enumerable.Range(0, 2).Select(producer => Task.Run(() =>
        {
            for (var i = 0; i < Events; i++)
            {
                var sent = SendAccepted(producer, channel: i % 2);
                foreach (var client in (ClientLedger[])[clients[i % 2], clients[(i % 2) + 2]])
                {
                    client.Arrived(sent.Channel, Normal, producer, sent.Sequence);
                }
            }
        }));
        await Task.WhenAll(producers);

        var verdict = _ledger.Audit();
        Assert.True(verdict.IsClean);
        Assert.Equal((2 * Events, 4 * Events), (verdict.Accepted, verdict.Delivered));
    }

    private ClientLedger Client(string name, params int[] channels)
    {
        var client = _ledger.OpenClient(name);
        Array.ForEach(channels, client.Join);
        return client;
    }

    private SentEvent SendAccepted(int producer = 0, int channel = 0, Lane lane = Normal)
    {
        var sent = _ledger.Sending(producer, channel, lane, sentAt: 0);
        _ledger.Accepted(sent);
        return sent;
    }
}
