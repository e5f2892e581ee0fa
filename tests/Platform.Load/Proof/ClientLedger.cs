using Platform.Contracts.Lanes;

namespace Platform.Load.Proof;

/// <summary>What one client got.</summary>
internal sealed class ClientLedger(Ledger ledger, string name)
{
    private const int MaxExamples = 5;

    private readonly Lock _lock = new();
    private readonly Dictionary<int, ReceivedSequence?[]> _channels = [];
    private readonly List<string> _examples = [];
    private int _delivered, _doubled, _unexpected, _offsetHoles, _offsetRegressions, _notRecovered, _epochs;
    private long _toldLost;

    /// <summary>The events of this channel are owed to the client.</summary>
    public void Join(int channel)
    {
        lock (_lock)
        {
            _channels[channel] = new ReceivedSequence?[ledger.Producers * LaneNames.All.Count];
        }
    }

    /// <summary>Enters an arrival of this run; <c>false</c> if it should not have come, or not again.</summary>
    public bool Arrived(int channel, Lane lane, int producer, int sequence)
    {
        lock (_lock)
        {
            if (!_channels.TryGetValue(channel, out var received) || (uint)producer >= (uint)ledger.Producers || sequence < 0)
            {
                _unexpected++;
                AddExamples(_examples, "unexpected", channel, lane, producer, [sequence]);
                return false;
            }

            ref var numbers = ref received[(producer * LaneNames.All.Count) + (int)lane];
            if ((numbers ??= new ReceivedSequence()).Add(sequence))
            {
                _delivered++;
                return true;
            }

            _doubled++;
            AddExamples(_examples, "doubled", channel, lane, producer, [sequence]);
            return false;
        }
    }

    /// <summary>An offset came that is not the next one, and no gap was told before it.</summary>
    public void OffsetHole() => Interlocked.Increment(ref _offsetHoles);

    /// <summary>An offset came that this client had been given already.</summary>
    public void OffsetRegression() => Interlocked.Increment(ref _offsetRegressions);

    /// <summary>The platform told a gap of so many events.</summary>
    public void ToldLost(long events) => Interlocked.Add(ref _toldLost, events);

    /// <summary>The platform told that the channel's history began anew.</summary>
    public void ToldEpoch() => Interlocked.Increment(ref _epochs);

    /// <summary>The platform said that history does not reach back to this client's position.</summary>
    public void NotRecovered() => Interlocked.Increment(ref _notRecovered);

    public ClientFindings Audit()
    {
        lock (_lock)
        {
            var (owed, missing, disordered, unexpected) = (0, 0, 0, _unexpected);
            var examples = new List<string>(_examples);
            foreach (var (channel, received) in _channels)
            {
                for (var i = 0; i < received.Length; i++)
                {
                    var (producer, lane) = (i / LaneNames.All.Count, (Lane)(i % LaneNames.All.Count));
                    var sent = ledger.SequenceOf(producer, channel, lane);
                    if (sent is null && received[i] is null)
                    {
                        continue;
                    }

                    var findings = (sent ?? SentSequence.Nothing).Compare(received[i] ?? ReceivedSequence.Nothing);
                    owed += findings.Owed;
                    missing += findings.Missing;
                    disordered += findings.Disordered.Count;
                    unexpected += findings.Unexpected.Count;
                    AddExamples(examples, "missing", channel, lane, producer, findings.MissingNumbers);
                    AddExamples(examples, "out of order", channel, lane, producer, findings.Disordered);
                    AddExamples(examples, "never accepted", channel, lane, producer, findings.Unexpected);
                }
            }

            return new ClientFindings(
                name, owed, _delivered, missing, _doubled, disordered, unexpected, _offsetHoles, _offsetRegressions, _toldLost, _notRecovered, examples)
            {
                Epochs = _epochs,
            };
        }
    }

    private void AddExamples(List<string> examples, string finding, int channel, Lane lane, int producer, IEnumerable<int> sequences) =>
        examples.AddRange(sequences
            .Take(MaxExamples - examples.Count)
            .Select(sequence => $"{finding}: {new SentEvent(producer, channel, lane, sequence, 0).Id(ledger.Run)}"));
}
