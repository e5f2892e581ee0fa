// SignalR as the gateway serves it: its own file, byte for byte, cached forever.
import "../vendor/signalr-10.0.11/signalr.min.js";

export const { HttpTransportType, HubConnectionBuilder, LogLevel } = globalThis.signalR;
