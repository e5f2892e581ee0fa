using System.Net;
using Platform.Contracts.Names;
using Platform.IntegrationTests.Doors;
using Platform.IntegrationTests.Stack;

namespace Platform.IntegrationTests.Security;

[Collection(SharedStackCollection.Name)]
public sealed class RevokeDoorTests(SharedStack shared) : IDisposable
{
    private readonly HttpDoor _door = new(shared.Stack.Gateway);

    public void Dispose() => _door.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("{}")]
    [InlineData("""{"sub":""}""")]
    [InlineData("""{"sub":7}""")]
    [InlineData("""{"user":"42"}""")]
    [InlineData("""{"sub":"42","jti":"43"}""")]
    public async Task Wish_that_is_not_clear_is_refused(string body)
    {
        var answer = await _door.PostAsync(Routes.Revoke, body, await shared.Stack.TokenAsync("revoke-admin", scope: Scopes.Admin));

        Assert.Equal((HttpStatusCode.BadRequest, ProblemTypes.InvalidRequest), (answer.Status, answer.Type));
    }

    [Fact]
    public async Task Only_an_admin_may_revoke()
    {
        var answer = await _door.PostAsync(Routes.Revoke, """{"sub":"42"}""", await shared.Stack.TokenAsync("nobody", scope: "publish"));

        Assert.Equal((HttpStatusCode.Forbidden, ProblemTypes.Forbidden), (answer.Status, answer.Type));
        Assert.Equal(HttpStatusCode.Unauthorized, (await _door.PostAsync(Routes.Revoke, """{"sub":"42"}""")).Status);
    }
}
