using System.CommandLine;
using Platform.Load.Producers;
using Platform.Load.Scenarios;

namespace Platform.Load.Commands;

/// <summary>Who listens, how events come in, and where the report goes: what scenarios of several loads have in common.</summary>
/// <param name="defaultVia">How events come in, unless somebody says otherwise.</param>
/// <param name="clients">The option's name for how many listen.</param>
/// <param name="meaning">What it says.</param>
/// <param name="defaultClients">Its default.</param>
/// <param name="defaultBundle">Events in one request or message, unless somebody says otherwise.</param>
/// <param name="defaultPayload">Bytes of each event's data, unless somebody says otherwise.</param>
internal sealed class AudienceOptions(
    Via defaultVia,
    string clients = "--clients",
    string meaning = "WebSocket clients, each on a channel of its own.",
    int defaultClients = 200,
    int defaultBundle = 20,
    int defaultPayload = 200)
{
    private const int DefaultHttpProducers = 32;
    private const int DefaultAmqpProducers = 4;

    private readonly TargetOptions _target = new();

    private readonly Option<int> _clients = new Option<int>(clients)
    {
        Description = meaning,
        HelpName = "n",
        DefaultValueFactory = _ => defaultClients,
    }.Between(1, 50_000);

    private readonly Option<int> _payload = new Option<int>("--payload")
    {
        Description = "Bytes of each event's data.",
        HelpName = "bytes",
        DefaultValueFactory = _ => defaultPayload,
    }.Between(1, 60_000);

    private readonly Option<Via> _via = new("--via")
    {
        Description = $"http: POST /api/v1/events on the gateway. amqp: straight to RabbitMQ. Default: {defaultVia.ToString().ToLowerInvariant()}.",
        HelpName = "http|amqp",
        DefaultValueFactory = _ => defaultVia,
    };

    private readonly Option<int> _bundle = new Option<int>("--bundle")
    {
        Description = "Events in one request or message.",
        HelpName = "n",
        DefaultValueFactory = _ => defaultBundle,
    }.Between(1, 1000);

    private readonly Option<double> _drain = new Option<double>("--drain")
    {
        Description = "Seconds without any arrival, after the last event was sent, until what is still owed counts as missing.",
        HelpName = "s",
        DefaultValueFactory = _ => 15,
    }.Between(0, 3600);

    private readonly Option<FileInfo?> _json = new("--json")
    {
        Description = "Also write the report as JSON to this file.",
        HelpName = "file",
    };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_via, _bundle, _clients, _payload, _drain, _json])
        {
            command.Add(option);
        }

        _target.AddTo(command);
    }

    public AudiencePlan Read(ParseResult options) => Read(options, Via(options));

    /// <summary>The same for a run that goes through several doors.</summary>
    public AudiencePlan Read(ParseResult options, Via via)
    {
        var target = _target.Read(options);
        return new AudiencePlan(
            target,
            options.GetValue(_clients),
            via == Producers.Via.Http ? DefaultHttpProducers : DefaultAmqpProducers,
            options.GetValue(_payload))
        { Kind = target.OwnChannels };
    }

    public Via Via(ParseResult options) => options.GetValue(_via);

    /// <summary>Whether somebody chose the door.</summary>
    public bool IsViaGiven(ParseResult options) => options.GetResult(_via) is { Implicit: false };

    public int Bundle(ParseResult options) => options.GetValue(_bundle);

    public TimeSpan Drain(ParseResult options) => TimeSpan.FromSeconds(options.GetValue(_drain));

    public FileInfo? Json(ParseResult options) => options.GetValue(_json);
}
