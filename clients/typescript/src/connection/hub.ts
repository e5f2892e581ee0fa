import { HttpTransportType, HubConnectionBuilder, LogLevel } from "@microsoft/signalr";
import { Routes } from "../protocol/names.js";

/** What is used of a SignalR connection. */
export interface Hub {
  start(): Promise<void>;
  stop(): Promise<void>;
  invoke<Answer>(method: string, ...parameters: unknown[]): Promise<Answer>;
  on(method: string, handler: (message: any) => void): void;
  onclose(handler: (error?: Error) => void): void;
}

/** Makes a connection that is not open yet. */
export type HubFactory = () => Hub;

// The nodes send at least each 15 s; two of these missed is silence.
const silence = 30_000;
// The nodes close a connection that says nothing for 25 s.
const ownSign = 10_000;

/** Connections by WebSocket at once: no negotiation, hence no sticky sessions. */
export function signalR(server: string, token: () => Promise<string>, socket?: typeof WebSocket): HubFactory {
  return () => {
    const hub = new HubConnectionBuilder()
      // The user's own channel is subscribed to like any other, so that it resumes like any other.
      .withUrl(`${server}${Routes.Hub}?user=0`, {
        accessTokenFactory: token,
        transport: HttpTransportType.WebSockets,
        skipNegotiation: true,
        ...(socket && { WebSocket: socket }),
      })
      .configureLogging(LogLevel.None)
      .build();
    hub.serverTimeoutInMilliseconds = silence;
    hub.keepAliveIntervalInMilliseconds = ownSign;
    return hub;
  };
}
