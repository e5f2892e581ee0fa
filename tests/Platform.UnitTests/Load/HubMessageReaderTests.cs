using System.Text;
using Platform.Contracts.Hub;
using Platform.Contracts.Lanes;
using Platform.Load.Events;
using Platform.Load.Proof;
using Platform.Load.Subscribers;

namespace Platform.UnitTests.Load;

public sealed class HubMessageReaderTests : IHubListener
{
    private const string First =
        """{"offset":7,"_server_timestamp":12.5,"channel":"topic:a","accepted_at":11.25,"id":"x","priority":"high","topic":"a","data":{"run":1,"producer":2,"sequence":3,"sent_at":4,"pad":"x"}}""";

    private const string OfOthers = """{"channel":"topic:b","offset":1,"priority":"normal","data":[{"deep":[1]},"x"],"unknown":{"a":[1,2]}}""";

    private readonly List<string> _heard = [];

    [Theory]
    [InlineData("""{"type":1,"target":"events","arguments":[[$]]}""")]
    [InlineData("""{"arguments":[[$]],"target":"events","headers":{"a":"b"},"type":1}""")]
    public void Events_are_read_whatever_the_order_of_the_parts(string message)
    {
        Read(message.Replace("$", $"{First},{OfOthers}", StringComparison.Ordinal));

        Assert.Equal(
            [
                $"event topic:a High 7 11.25 12.5 {new LoadData(1, 2, 3, 4)} {First.Length}",
                $"event topic:b Normal 1 0 0  {OfOthers.Length}",
            ],
            _heard);
    }

    [Fact]
    public void Positions_gaps_and_draining_are_read()
    {
        Read("""{"type":1,"target":"position","arguments":[{"channel":"user:1","epoch":"e","offsets":{"critical":0,"high":0,"normal":5}}]}""");
        Read("""{"type":1,"target":"gap","arguments":[{"channel":"user:1","priority":"normal","from":6,"to":8,"epoch":"e"}]}""");
        Read("""{"type":1,"target":"draining","arguments":[{"reconnect_after_ms":250}]}""");

        Assert.Equal(["position user:1 e 5", "gap normal 6-8", "draining 250"], _heard);
    }

    [Fact]
    public void Answers_are_read_and_failures_told()
    {
        Read("""{"type":3,"invocationId":"1","result":[{"channel":"a","epoch":"e","offsets":{"normal":1},"recovered":true,"error":null}]}""");
        Read("""{"type":3,"invocationId":"2","error":"no"}""");
        Read("""{"type":7,"error":"bye"}""");

        Assert.Equal(["subscribed 1 a True", "subscribed 2 failed", "close bye"], _heard);
    }

    [Fact]
    public void Pings_and_unknown_messages_are_passed_over()
    {
        Read("""{"type":6}""");
        Read("""{"type":1,"target":"heartbeat","arguments":[{"server_time":1}]}""");

        Assert.Empty(_heard);
    }

    [Fact]
    public void Data_is_read_as_it_was_written()
    {
        var sent = new SentEvent(Producer: 31, Channel: 999, Lane.Critical, Sequence: int.MaxValue, SentAt: long.MaxValue);
        var data = LoadData.Write(run: uint.MaxValue, sent, bytes: 200);

        Assert.Equal(200, data.Length);
        var reader = new System.Text.Json.Utf8JsonReader(data);
        reader.Read();
        Assert.Equal(new LoadData(uint.MaxValue, sent.Producer, sent.Sequence, sent.SentAt), LoadData.Read(ref reader));
        Assert.True(LoadData.Write(run: uint.MaxValue, sent, bytes: 1).Length > 1);
    }

    void IHubListener.OnEvent(in ReceivedEvent received) => _heard.Add(FormattableString.Invariant(
        $"event {Encoding.UTF8.GetString(received.Channel)} {received.Lane} {received.Offset} {received.AcceptedAt} {received.ServerTimestamp} {received.Data} {received.Bytes}"));

    void IHubListener.OnPosition(PositionMessage position) => _heard.Add($"position {position.Channel} {position.Epoch} {position.Offsets.Normal}");

    void IHubListener.OnGap(GapMessage gap) => _heard.Add($"gap {gap.Priority} {gap.From}-{gap.To}");

    void IHubListener.OnSubscribed(string invocationId, IReadOnlyList<SubscribeAnswer>? answers) =>
        _heard.Add($"subscribed {invocationId} {(answers is [var answer] ? $"{answer.Channel} {answer.Recovered}" : "failed")}");

    void IHubListener.OnDraining(DrainingMessage draining) => _heard.Add($"draining {draining.ReconnectAfterMs}");

    void IHubListener.OnClose(string? error) => _heard.Add($"close {error}");

    private void Read(string message) => HubMessageReader.Read(Encoding.UTF8.GetBytes(message), this);
}
