using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Platform.IntegrationTests.Stack;

/// <summary>A RabbitMQ and a Redis of one test's own, which it may stop and start again with their data.</summary>
internal sealed class PrivateServers : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("platform-servers-").FullName;
    private readonly int _redisPort = FreePort();
    private readonly int _rabbitPort = FreePort();
    private readonly int _managementPort = FreePort();
    private readonly int _epmdPort = FreePort();
    private readonly int _distributionPort = FreePort();
    private Process? _epmd;
    private Process? _rabbit;
    private Process? _redis;

    public Servers Addresses => Servers.At(
        new Uri($"amqp://guest:guest@127.0.0.1:{_rabbitPort}"),
        new Uri($"http://guest:guest@127.0.0.1:{_managementPort}"),
        LeastRights.As("operator", new Uri($"redis://127.0.0.1:{_redisPort}")));

    public async Task StartAsync()
    {
        if (Environment.GetEnvironmentVariable("REDIS_SERVER") is not { Length: > 0 } redis || Environment.GetEnvironmentVariable("RABBITMQ_SERVER") is not { Length: > 0 } rabbit)
        {
            Assert.Skip("REDIS_SERVER and RABBITMQ_SERVER, which test.sh --no-docker sets, name the programs that this test starts.");
            return;
        }

        _epmd ??= Start(Environment.GetEnvironmentVariable("EPMD")!, ["-address", "127.0.0.1", "-port", Text(_epmdPort)]);
        _redis = Start(redis, ["--bind", "127.0.0.1", "--port", Text(_redisPort), "--save", "", "--appendonly", "yes", "--dir", _folder, "--aclfile", UserFile()]);
        _rabbit = StartRabbitMq(rabbit);
        await ListeningAsync(_redisPort);
        await ListeningAsync(_managementPort);
        // It opens this port as the last step of its start.
        await ListeningAsync(_rabbitPort);
    }

    /// <summary>In good order, so that what they hold is on the disk.</summary>
    public async Task StopAsync()
    {
        foreach (var server in (Process?[])[_rabbit, _redis])
        {
            if (server is { HasExited: false })
            {
                using var kill = Process.Start("kill", ["-TERM", Text(server.Id)]);
                await server.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(60));
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in (Process?[])[_rabbit, _redis, _epmd])
        {
            if (process is { HasExited: false })
            {
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync();
            }

            process?.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }

    // Production's, which Redis itself reads its data by.
    private string UserFile()
    {
        if (!File.Exists(In("users.acl")))
        {
            var users = File.ReadAllText(LeastRights.Users);
            File.WriteAllText(In("users.acl"), users.Replace("user operator off", $"user operator on >{LeastRights.Password}", StringComparison.Ordinal));
        }

        return In("users.acl");
    }

    private Process StartRabbitMq(string program)
    {
        File.WriteAllText(In("empty"), "");
        File.WriteAllText(In("plugins"), "[rabbitmq_management].");
        File.WriteAllText(In("rabbitmq.conf"), $"""
            management.tcp.ip = 127.0.0.1
            management.tcp.port = {_managementPort}
            management_agent.disable_metrics_collector = true
            disk_free_limit.absolute = 200MB
            """);
        Directory.CreateDirectory(In("home"));
        // Nothing of a system's or user's RabbitMQ is read.
        return Start(program, [], new Dictionary<string, string>
        {
            ["HOME"] = In("home"),
            ["LANG"] = "C.UTF-8",
            ["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
            ["ERL_EPMD_PORT"] = Text(_epmdPort),
            ["RUNNING_UNDER_SYSTEMD"] = "1",
            ["RABBITMQ_NODENAME"] = "restarted@localhost",
            ["RABBITMQ_DIST_PORT"] = Text(_distributionPort),
            ["RABBITMQ_NODE_IP_ADDRESS"] = "127.0.0.1",
            ["RABBITMQ_NODE_PORT"] = Text(_rabbitPort),
            ["RABBITMQ_CONF_ENV_FILE"] = In("empty"),
            ["RABBITMQ_CONFIG_FILE"] = In("rabbitmq.conf"),
            ["RABBITMQ_CONFIG_FILES"] = In("none"),
            ["RABBITMQ_ADVANCED_CONFIG_FILE"] = In("none"),
            ["RABBITMQ_ENABLED_PLUGINS_FILE"] = In("plugins"),
            ["RABBITMQ_MNESIA_BASE"] = In("data"),
            ["RABBITMQ_LOG_BASE"] = _folder,
            ["RABBITMQ_LOGS"] = "-",
            ["RABBITMQ_PID_FILE"] = In("pid"),
            ["RABBITMQ_SERVER_START_ARGS"] = "-kernel inet_dist_use_interface {127,0,0,1}",
            ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "+S 1:1 +sbwt none +sbwtdcpu none +sbwtdio none",
        });
    }

    private Process Start(string program, string[] arguments, Dictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = _folder, RedirectStandardOutput = true, RedirectStandardError = true };
        if (environment is not null)
        {
            start.Environment.Clear();
            foreach (var (key, value) in environment)
            {
                start.Environment[key] = value;
            }
        }

        var process = Process.Start(start)!;
        _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
        _ = process.StandardError.BaseStream.CopyToAsync(Stream.Null);
        return process;
    }

    private static async Task ListeningAsync(int port)
    {
        for (var deadline = DateTime.UtcNow.AddSeconds(180); ; await Task.Delay(100))
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken);
                return;
            }
            catch (SocketException) when (DateTime.UtcNow < deadline)
            {
                // Not yet.
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private string In(string name) => Path.Combine(_folder, name);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
