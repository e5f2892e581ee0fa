using System.Text;
using CsCheck;
using Platform.Contracts.Events;
using Platform.Publisher.Aggregation;

namespace Platform.UnitTests.Publisher.Accounting;

/// <summary>What can happen to a lane.</summary>
internal abstract record Step
{
    /// <summary>A producer's message.</summary>
    public sealed record Publish(IReadOnlyList<Draft> Events) : Step
    {
        public override string ToString() => $"Publish {string.Join(" ", Events)}";
    }

    /// <summary>One flush; with a crash after so many calls and acks, it stops there.</summary>
    public sealed record Work(int Messages, int CallSize, int? CrashAfter) : Step;

    public sealed record Pass(int Milliseconds) : Step;

    /// <summary>The configuration is changed.</summary>
    public sealed record Configure(AggregationMode Mode, int WindowMs, int MaxEvents, int MaxBytes) : Step;

    /// <summary>The service stops in good order, and starts again.</summary>
    public sealed record Restart : Step;

    public static Gen<Step> Any { get; } = Gen.Frequency(
        (6, Draft.Any.Array[1, 4].Select(Step (events) => new Publish(events))),
        (6, Gen.Select(Gen.Int[0, 8], Gen.Int[1, 5], Gen.Frequency((4, Gen.Const((int?)null)), (1, Gen.Int[0, 6].Select(n => (int?)n))))
            .Select(Step (each) => new Work(each.Item1, each.Item2, each.Item3))),
        (3, Gen.Int[0, 400].Select(Step (milliseconds) => new Pass(milliseconds))),
        (1, Configuration),
        (1, Gen.Const<Step>(new Restart())));

    public static Gen<Step> Configuration => Gen.Select(Gen.Bool, Gen.OneOf(0, 0, 100, 1_000), Gen.Int[2, 6], Gen.Int[1_024, 2_000])
        .Select(Step (each) => new Configure(each.Item1 ? AggregationMode.Latest : AggregationMode.Collect, each.Item2, each.Item3, each.Item4));
}

/// <summary>An event that has no id yet.</summary>
/// <param name="Type">Two types have a rule, one has none.</param>
/// <param name="User">Which channel.</param>
/// <param name="Location">A part of the key.</param>
/// <param name="Bytes">Of its data.</param>
/// <param name="Repeats">Above 0: which event before it comes again instead.</param>
internal sealed record Draft(string Type, string User, string Location, int Bytes, int Repeats)
{
    public static Gen<Draft> Any { get; } = Gen.Select(
        Gen.OneOf("insight", "advice", "other"), Gen.OneOf("1", "2"), Gen.OneOf("7", "8"),
        Gen.Frequency((9, Gen.Int[2, 200]), (1, Gen.Int[200, 1_500])), Gen.Frequency((7, Gen.Const(0)), (1, Gen.Int[1, 1_000])),
        (type, user, location, bytes, repeats) => new Draft(type, user, location, bytes, repeats));

    public Event Named(string id) => new()
    {
        Id = id,
        EventType = Type,
        UserId = User,
        LocationId = Location,
        Data = Encoding.UTF8.GetBytes($"\"{new string('x', Bytes - 2)}\""),
    };
}
