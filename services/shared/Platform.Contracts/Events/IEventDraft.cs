using System.Text.Json;

namespace Platform.Contracts.Events;

/// <summary>Gathers the fields of an event in one of the forms in which producers send it.</summary>
internal interface IEventDraft
{
    /// <summary>Reads the field whose name the reader stands on; names that are not known are passed over.</summary>
    EventError? ReadField(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json);

    /// <summary>What is wrong with the fields together.</summary>
    EventError? Check();

    /// <summary>The event, once <see cref="Check"/> found nothing.</summary>
    Event ToEvent();
}
