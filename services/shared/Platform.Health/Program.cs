using System.Globalization;
using System.Net.Sockets;

// Succeeds while the service in this container is ready, and says what it waits for otherwise (docker inspect shows it).
// Of several ports the first is the public one.
var ports = Environment.GetEnvironmentVariable("ASPNETCORE_HTTP_PORTS") ?? "8080";
try
{
    using var client = new TcpClient("127.0.0.1", int.Parse(ports.Split(';')[0], CultureInfo.InvariantCulture));
    using var stream = client.GetStream();
    stream.Write("GET /health/ready HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"u8);
    using var answer = new StreamReader(stream);
    var status = answer.ReadLine();
    Console.WriteLine(answer.ReadToEnd());
    return status?.Contains(" 200 ", StringComparison.Ordinal) == true ? 0 : 1;
}
catch (Exception exception) when (exception is SocketException or IOException)
{
    Console.WriteLine(exception.Message);
    return 1;
}
