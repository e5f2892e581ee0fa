using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Platform.UnitTests.Manifests;

/// <summary>deploy/compose/setup.sh and token.sh: what they make fits together.</summary>
public sealed class SetupTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("setup-").FullName;

    public SetupTests()
    {
        Assert.SkipUnless(Run("bash", "-c", "command -v openssl").Code == 0, "There is no openssl here.");
        Assert.Equal(0, Run("cp", "-r", Path.Combine(Repository.Folder, "deploy"), _folder).Code);
        Run("rm", "-rf", InCompose("settings"), InCompose(".env"));
        Assert.Equal(0, Run(InCompose("setup.sh"), "events.example.com").Code);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Each_file_in_a_service_s_folder_is_one_of_its_settings() =>
        Assert.All(SettingNames.AllServices, service =>
            Assert.Empty(SettingPolicy.Unknown(service, Directory.GetFiles(InCompose("settings", service)).Select(file => Path.GetFileName(file)!))));

    [Fact]
    public void RabbitMQ_and_Redis_let_in_whom_the_services_say_they_are()
    {
        var broker = Password(Read("settings", "edge", "RabbitMq__Url"));
        var user = JsonNode.Parse(Read("settings", "rabbitmq", "definitions.json"))!["users"]!.AsArray().Single(user => user!["name"]!.ToString() == "platform")!;
        var hash = Convert.FromBase64String(user["password_hash"]!.ToString());
        var store = Password(Read("settings", "edge", "Redis__Url"));

        Assert.Equal(hash[4..], SHA256.HashData([.. hash[..4], .. Encoding.UTF8.GetBytes(broker)]));
        Assert.Contains($"user platform on #{Sha256(store)} ", Read("settings", "redis", "users.acl"), StringComparison.Ordinal);
    }

    [Fact]
    public void Ingest_knows_the_producer_s_key_by_its_hash_alone()
    {
        Assert.Equal(Sha256(Read("settings", "producer.key")), Read("settings", "ingest", "Ingest__ApiKeys__0__KeySha256"));
        Assert.DoesNotContain(Directory.GetFiles(InCompose("settings", "ingest")), file => File.ReadAllText(file).Contains(Read("settings", "producer.key"), StringComparison.Ordinal));
    }

    [Fact]
    public void Nobody_else_on_the_machine_comes_to_the_secrets() =>
        Assert.Equal("700", Run("stat", "--format", "%a", InCompose("settings")).Output.Trim());

    [Fact]
    public void What_exists_is_left_as_it_is()
    {
        var key = Read("settings", "producer.key");

        Assert.NotEqual(0, Run(InCompose("setup.sh"), "other.example.com").Code);
        Assert.Equal(key, Read("settings", "producer.key"));
        Assert.Contains("PLATFORM_HOST=events.example.com", Read(".env"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_token_is_signed_with_the_key_that_services_believe()
    {
        var token = Run(InCompose("token.sh"), "42", "--channels", "topic:*,location:7", "--scope", "publish,metrics:read").Output.Trim().Split('.');

        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(Read("settings", "metrics", "Auth__SigningKey")), Encoding.ASCII.GetBytes($"{token[0]}.{token[1]}"));
        var claims = JsonSerializer.Deserialize<JsonObject>(System.Buffers.Text.Base64Url.DecodeFromChars(token[1]))!;

        Assert.Equal(System.Buffers.Text.Base64Url.EncodeToString(signature), token[2]);
        Assert.Equal(("42", "publish metrics:read", """["topic:*","location:7"]"""), (claims["sub"]!.ToString(), claims["scope"]!.ToString(), claims["channels"]!.ToJsonString()));
        Assert.Equal(3600, (long)claims["exp"]! - (long)claims["iat"]!);
    }

    private static string Sha256(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string Password(string url) => new Uri(url).UserInfo.Split(':')[1];

    private string InCompose(params string[] path) => Path.Combine([_folder, "deploy", "compose", .. path]);

    private string Read(params string[] path) => File.ReadAllText(InCompose(path)).Trim();

    private static (int Code, string Output) Run(string command, params string[] arguments)
    {
        var start = new ProcessStartInfo(command, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }
}
