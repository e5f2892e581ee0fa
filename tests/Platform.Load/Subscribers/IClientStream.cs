namespace Platform.Load.Subscribers;

/// <summary>What a client listens to over all its connections, which another looks after.</summary>
internal interface IClientStream : IHubListener
{
    /// <summary>A connection has come to receive the stream.</summary>
    event Action? Receiving;

    /// <summary>Why the stream is not received, if it is not.</summary>
    string? LastError { get; set; }

    /// <summary>Where the next connection goes.</summary>
    ValueTask<Uri> AddressAsync(CancellationToken cancellationToken);

    /// <summary>The hub no longer knows the client.</summary>
    void OnUnauthorized();

    /// <summary>A new connection is there, and says what it wants.</summary>
    void Begin(HubSocket socket);

    /// <summary>Asks again where there was no answer, or none that helps.</summary>
    void AskIfSilent(long now);
}
